-- Cells of customers who are alike in what was known before they were first asked: how many there are, and how those of
-- them who gave an NPS answered (their first answer in the view). Where the store has answers only, the cells hold all
-- customers of the view, by what was known up to the last day.
WITH known AS (
    SELECT coalesce(max(CASE WHEN answered = 0 THEN 1 ELSE 0 END), 0) AS invited FROM mart.responses
),
asked AS (
    SELECT
        person_no, period, split, count(*) AS invitations, min(coalesce(sent_date, response_date)) AS until
    FROM responses
    WHERE person_no IS NOT NULL
    GROUP BY person_no, period, split
),
people AS (
    SELECT asked.person_no, asked.period, asked.split, asked.invitations, asked.until
    FROM asked
    CROSS JOIN known
    WHERE known.invited = 1
    UNION ALL
    SELECT customers.person_no, periods.period, customers.split, 0 AS invitations, periods.last_day + 1 AS until
    FROM customers
    CROSS JOIN periods
    CROSS JOIN known
    WHERE known.invited = 0 AND customers.first_seen_date <= periods.last_day
),
answers AS (
    SELECT
        person_no, period, split, nps,
        row_number() OVER (PARTITION BY person_no, period, split ORDER BY response_date, response_id) AS place
    FROM responses
    WHERE person_no IS NOT NULL AND nps IS NOT NULL
),
days AS (SELECT DISTINCT person_no, until FROM people),
bought AS (
    SELECT days.person_no, days.until, sum(activity.orders) AS orders
    FROM days
    JOIN mart.activity AS activity ON activity.person_no = days.person_no AND activity.order_date < days.until
    GROUP BY days.person_no, days.until
),
spoke AS (
    SELECT days.person_no, days.until, count(*) AS contacts
    FROM days
    JOIN mart.contacts AS contacts ON contacts.person_no = days.person_no AND contacts.contact_date < days.until
    GROUP BY days.person_no, days.until
),
came AS (SELECT person_no, least(signed_up_date, first_order_date) AS first_day FROM mart.customers),
histories AS (
    SELECT
        people.period,
        people.split,
        people.person_no,
        answers.nps,
        people.invitations,
        coalesce(bought.orders, 0) AS orders,
        coalesce(spoke.contacts, 0) AS contacts,
        CASE WHEN came.first_day <= people.until THEN people.until - came.first_day END AS tenure
    FROM people
    LEFT JOIN answers
        ON answers.place = 1
        AND answers.person_no = people.person_no
        AND coalesce(answers.period, people.until) = coalesce(people.period, people.until)
        AND coalesce(answers.split, '') = coalesce(people.split, '')
    LEFT JOIN bought ON bought.person_no = people.person_no AND bought.until = people.until
    LEFT JOIN spoke ON spoke.person_no = people.person_no AND spoke.until = people.until
    LEFT JOIN came ON came.person_no = people.person_no
),
cells AS (
    SELECT
        period,
        split,
        nps,
        CASE
            WHEN invitations <= 2 THEN invitations WHEN invitations <= 4 THEN 3 WHEN invitations <= 9 THEN 5 ELSE 10
        END AS invitations,
        CASE WHEN orders <= 2 THEN orders WHEN orders <= 4 THEN 3 WHEN orders <= 9 THEN 5 ELSE 10 END AS orders,
        CASE WHEN contacts <= 2 THEN contacts ELSE 3 END AS contacts,
        CASE
            WHEN tenure IS NULL THEN -1 WHEN tenure < 90 THEN 0 WHEN tenure < 365 THEN 90 WHEN tenure < 730 THEN 365
            ELSE 730
        END AS tenure
    FROM histories
)
SELECT
    cells.period,
    cells.split,
    known.invited AS invitations_known,
    cells.invitations,
    cells.orders,
    cells.contacts,
    cells.tenure,
    count(*) AS customers,
    sum(CASE WHEN nps >= 9 THEN 1 ELSE 0 END) AS promoters,
    sum(CASE WHEN nps BETWEEN 7 AND 8 THEN 1 ELSE 0 END) AS passives,
    sum(CASE WHEN nps <= 6 THEN 1 ELSE 0 END) AS detractors
FROM cells
CROSS JOIN known
GROUP BY
    cells.period, cells.split, known.invited, cells.invitations, cells.orders, cells.contacts, cells.tenure
ORDER BY
    cells.period, cells.split, cells.invitations, cells.orders, cells.contacts, cells.tenure
