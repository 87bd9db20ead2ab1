-- What retention was and what its projection needs, in rows of five kinds. 'cell': customers active per month of first order
-- (numbered year x 12 + month - 1) and age in months, as in retention; size stands at age 0. 'history' and 'past history':
-- customers by repeat order days x, time from the first to the last of them t_x, and time watched, as of the last order and
-- as of the hold-out's cut; in steps of one day, or of a week where there are more than 100,000 customers. 'tenure' and
-- 'past tenure': customers with a contract by whole months, gone or still there, with what those still there pay. The cut
-- lies after two thirds of the days from the first start.
WITH members AS (
    SELECT customers.person_no, customers.split, customers.first_order_date AS started
    FROM customers
    CROSS JOIN params
    WHERE
        customers.first_order_date >= CAST(date_trunc('month', params.first_day) AS DATE)
        AND CAST(date_trunc('month', customers.first_order_date) AS DATE) <= params.last_day
),
clock AS (
    SELECT
        params.orders_to,
        begun.first_start + CAST(floor((params.orders_to - begun.first_start) * 2 / 3.0) AS INTEGER) AS cut
    FROM params
    CROSS JOIN (SELECT min(started) AS first_start FROM members) AS begun
),
order_days AS (
    SELECT members.person_no, members.split, members.started, activity.order_date
    FROM members
    JOIN mart.activity AS activity ON activity.person_no = members.person_no
    WHERE activity.orders > 0
),
cells AS (
    SELECT split, cohort, age, count(*) AS active
    FROM (
        SELECT DISTINCT
            split,
            person_no,
            extract(YEAR FROM started) * 12 + extract(MONTH FROM started) - 1 AS cohort,
            (extract(YEAR FROM order_date) - extract(YEAR FROM started)) * 12
                + extract(MONTH FROM order_date) - extract(MONTH FROM started) AS age
        FROM order_days
    ) AS months
    GROUP BY split, cohort, age
),
people AS (
    SELECT
        order_days.person_no,
        order_days.split,
        order_days.started,
        count(*) AS days,
        max(order_days.order_date) AS last_day,
        sum(CASE WHEN order_days.order_date <= clock.cut THEN 1 ELSE 0 END) AS days_then,
        max(CASE WHEN order_days.order_date <= clock.cut THEN order_days.order_date END) AS last_then
    FROM order_days
    CROSS JOIN clock
    GROUP BY order_days.person_no, order_days.split, order_days.started
),
scale AS (SELECT CASE WHEN count(*) > 100000 THEN 7 ELSE 1 END AS step FROM members),
histories AS (
    SELECT
        'history' AS kind, people.split, people.days - 1 AS x, people.last_day - people.started AS t_x,
        clock.orders_to - people.started AS watched
    FROM people
    CROSS JOIN clock
    UNION ALL
    SELECT
        'past history' AS kind, people.split, people.days_then - 1 AS x, people.last_then - people.started AS t_x,
        clock.cut - people.started AS watched
    FROM people
    CROSS JOIN clock
    WHERE people.started <= clock.cut
),
known AS (
    SELECT CASE WHEN params.last_day < covered.data_to THEN params.last_day ELSE covered.data_to END AS data_to
    FROM params
    CROSS JOIN (
        SELECT max(CASE WHEN s.ended_date <= c.last_date THEN s.ended_date ELSE s.started_date END) AS data_to
        FROM mart.subscriptions AS s
        CROSS JOIN (SELECT max(last_date) AS last_date FROM mart.coverage) AS c
    ) AS covered
),
contracts AS (
    SELECT
        subscriptions.person_no,
        max(coalesce(subscriptions.ended_date, DATE '2999-12-31')) OVER (
            PARTITION BY subscriptions.person_no ORDER BY subscriptions.started_date, subscriptions.subscription_id
        ) AS covered_to,
        min(subscriptions.started_date) OVER (PARTITION BY subscriptions.person_no) AS started,
        lead(subscriptions.started_date) OVER (
            PARTITION BY subscriptions.person_no ORDER BY subscriptions.started_date, subscriptions.subscription_id
        ) AS next_started,
        CASE
            WHEN subscriptions.started_date > known.data_to OR subscriptions.ended_date <= known.data_to THEN 0
            ELSE subscriptions.mrr
        END AS pays
    FROM mart.subscriptions AS subscriptions
    CROSS JOIN known
    WHERE
        subscriptions.person_no IS NOT NULL
        AND (subscriptions.ended_date IS NULL OR subscriptions.ended_date >= subscriptions.started_date)
),
subscribers AS (
    SELECT customers.split, spans.started, spans.ended, spans.pays
    FROM (
        SELECT
            person_no,
            min(started) AS started,
            min(CASE
                WHEN next_started IS NULL AND covered_to < DATE '2999-12-31' THEN covered_to
                WHEN next_started > covered_to + 1 THEN covered_to
            END) AS ended,
            CAST(sum(pays) AS DOUBLE) AS pays
        FROM contracts
        GROUP BY person_no
    ) AS spans
    JOIN customers ON customers.person_no = spans.person_no
    CROSS JOIN params
    WHERE
        spans.started >= CAST(date_trunc('month', params.first_day) AS DATE)
        AND CAST(date_trunc('month', spans.started) AS DATE) <= params.last_day
),
contract_clock AS (
    SELECT
        known.data_to,
        begun.first_start + CAST(floor((known.data_to - begun.first_start) * 2 / 3.0) AS INTEGER) AS cut
    FROM known
    CROSS JOIN (SELECT min(started) AS first_start FROM subscribers) AS begun
),
watched AS (
    SELECT 'tenure' AS kind, contract_clock.data_to AS seen_to, subscribers.*
    FROM subscribers
    CROSS JOIN contract_clock
    UNION ALL
    SELECT 'past tenure' AS kind, contract_clock.cut AS seen_to, subscribers.*
    FROM subscribers
    CROSS JOIN contract_clock
),
counted AS (
    SELECT
        kind,
        split,
        pays,
        CASE WHEN ended <= seen_to THEN 1 ELSE 0 END AS ended_by_now,
        (extract(YEAR FROM seen_to) - extract(YEAR FROM started)) * 12 + extract(MONTH FROM seen_to)
            - extract(MONTH FROM started)
            - CASE WHEN extract(DAY FROM seen_to) < extract(DAY FROM started) THEN 1 ELSE 0 END AS months,
        (extract(YEAR FROM ended) - extract(YEAR FROM started)) * 12 + extract(MONTH FROM ended)
            - extract(MONTH FROM started)
            + CASE WHEN extract(DAY FROM ended) > extract(DAY FROM started) THEN 1 ELSE 0 END AS ended_in
    FROM watched
    WHERE started <= seen_to
),
tenures AS (
    SELECT
        kind,
        split,
        pays,
        ended_by_now,
        CASE WHEN ended_by_now = 1 AND greatest(ended_in, 1) <= months THEN 1 ELSE 0 END AS gone,
        CASE WHEN ended_by_now = 1 AND greatest(ended_in, 1) <= months THEN greatest(ended_in, 1) ELSE months END AS age
    FROM counted
)
SELECT
    'cell' AS kind, cells.split, clock.cut, CAST(cells.cohort AS INTEGER) AS cohort, CAST(cells.age AS INTEGER) AS age,
    CASE WHEN cells.age = 0 THEN cells.active ELSE 0 END AS size, cells.active,
    0 AS x, 0 AS t_x, 0 AS watched, 0 AS step, 0 AS gone, 0 AS customers, 0 AS paying, 0 AS pays, 0 AS pays_squares
FROM cells
CROSS JOIN clock
UNION ALL
SELECT
    kind, split, NULL AS cut, NULL AS cohort, NULL AS age, 0 AS size, 0 AS active,
    x, t_x, watched, step, 0 AS gone, count(*) AS customers, 0 AS paying, 0 AS pays, 0 AS pays_squares
FROM (
    SELECT
        histories.kind, histories.split, histories.x, scale.step, floor(histories.t_x * 1.0 / scale.step) AS t_x,
        floor(histories.watched * 1.0 / scale.step) AS watched
    FROM histories
    CROSS JOIN scale
) AS stepped
GROUP BY kind, split, x, t_x, watched, step
UNION ALL
SELECT
    kind, split, NULL AS cut, NULL AS cohort, CAST(age AS INTEGER) AS age, 0 AS size, 0 AS active,
    0 AS x, 0 AS t_x, 0 AS watched, 0 AS step, gone, count(*) AS customers,
    sum(CASE WHEN ended_by_now = 0 AND pays IS NOT NULL THEN 1 ELSE 0 END) AS paying,
    sum(CASE WHEN ended_by_now = 0 THEN pays ELSE 0 END) AS pays,
    sum(CASE WHEN ended_by_now = 0 THEN pays * pays ELSE 0 END) AS pays_squares
FROM tenures
GROUP BY kind, split, age, gone
