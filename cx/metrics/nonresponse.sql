-- Those who answered their first invitation against those who did not, by what they had done before the day of it (until):
-- sums and squares over customers. One invitation of each counts, because who is asked often answers once more easily:
-- "ever answered" would tell how often people were asked. Where the store has answers only, everybody else of the view is
-- held against those who answered, by what both had done up to the last day.
WITH known AS (
    SELECT coalesce(max(CASE WHEN answered = 0 THEN 1 ELSE 0 END), 0) AS invited FROM mart.responses
),
asked AS (
    SELECT
        person_no, period, split, answered, coalesce(sent_date, response_date) AS until,
        row_number() OVER (
            PARTITION BY person_no, period, split ORDER BY coalesce(sent_date, response_date), response_id
        ) AS place
    FROM responses
    WHERE person_no IS NOT NULL
),
people AS (
    SELECT asked.person_no, asked.period, asked.split, asked.answered, asked.until
    FROM asked
    CROSS JOIN known
    WHERE known.invited = 1 AND asked.place = 1
    UNION ALL
    SELECT
        customers.person_no, periods.period, customers.split, coalesce(asked.answered, 0) AS answered,
        periods.last_day + 1 AS until
    FROM customers
    CROSS JOIN periods
    CROSS JOIN known
    LEFT JOIN asked
        ON asked.place = 1
        AND asked.person_no = customers.person_no
        AND coalesce(asked.period, periods.first_day) = coalesce(periods.period, periods.first_day)
        AND coalesce(asked.split, '') = coalesce(customers.split, '')
    WHERE known.invited = 0 AND customers.first_seen_date <= periods.last_day
),
days AS (SELECT DISTINCT person_no, until FROM people),
bought AS (
    SELECT days.person_no, days.until, sum(activity.orders) AS orders, sum(activity.net_revenue) AS revenue
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
        people.answered,
        CAST(coalesce(bought.orders, 0) AS DOUBLE) AS orders,
        CAST(coalesce(bought.revenue, 0) AS DOUBLE) AS revenue,
        CAST(coalesce(spoke.contacts, 0) AS DOUBLE) AS contacts,
        CASE WHEN came.first_day <= people.until THEN CAST(people.until - came.first_day AS DOUBLE) END AS tenure
    FROM people
    LEFT JOIN bought ON bought.person_no = people.person_no AND bought.until = people.until
    LEFT JOIN spoke ON spoke.person_no = people.person_no AND spoke.until = people.until
    LEFT JOIN came ON came.person_no = people.person_no
),
money AS (
    SELECT
        min(coalesce(money_currency, '')) AS currency,
        max(coalesce(money_currency, '')) AS other_currency,
        CASE WHEN count(*) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM people)
)
SELECT
    histories.period,
    histories.split,
    histories.answered,
    known.invited AS invitations_known,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    (SELECT count(*) FROM mart.orders AS o) AS orders_stored,
    (SELECT count(*) FROM mart.contacts AS c) AS contacts_stored,
    count(*) AS customers,
    sum(orders) AS orders_total,
    sum(orders * orders) AS orders_squares,
    sum(CASE WHEN orders >= 2 THEN 1 ELSE 0 END) AS repeaters,
    sum(CASE WHEN orders >= 1 THEN 1 ELSE 0 END) AS buyers,
    sum(revenue) AS revenue_total,
    sum(revenue * revenue) AS revenue_squares,
    sum(CASE WHEN orders >= 1 THEN revenue END) AS buyers_revenue,
    sum(CASE WHEN orders >= 1 THEN revenue * revenue END) AS buyers_revenue_squares,
    sum(revenue * orders) AS revenue_by_orders,
    sum(contacts) AS contacts_total,
    sum(contacts * contacts) AS contacts_squares,
    count(tenure) AS tenure_customers,
    sum(tenure) AS tenure_total,
    sum(tenure * tenure) AS tenure_squares
FROM histories
CROSS JOIN known
CROSS JOIN money
GROUP BY
    histories.period, histories.split, histories.answered, known.invited,
    money.currency, money.other_currency, money.amounts_missing
ORDER BY histories.period, histories.split, histories.answered
