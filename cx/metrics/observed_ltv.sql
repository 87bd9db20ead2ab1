-- What a cohort's customers have brought so far: per cohort and age (both numbered in periods), the revenue and margin
-- of that period, and by how much it raises the sum of squares of the customers' cumulative revenue and margin:
-- (before + now)^2 - before^2 = 2 before now + now^2. Size stands in the row of age 0.
WITH calendar AS (
    SELECT
        days.day,
        CAST(CASE params.grain
            WHEN 'day' THEN days.day - DATE '1970-01-01'
            WHEN 'week' THEN floor((days.day - DATE '1970-01-05') / 7.0)
            WHEN 'year' THEN extract(YEAR FROM days.day)
            WHEN 'quarter' THEN extract(YEAR FROM days.day) * 4 + extract(QUARTER FROM days.day) - 1
            ELSE extract(YEAR FROM days.day) * 12 + extract(MONTH FROM days.day) - 1
        END AS INTEGER) AS number
    FROM (
        SELECT order_date AS day FROM mart.activity
        UNION SELECT signed_up_date FROM mart.customers
        UNION SELECT first_order_date FROM mart.customers
        UNION SELECT first_day FROM params
        UNION SELECT last_day FROM params
    ) AS days
    CROSS JOIN params
    WHERE days.day IS NOT NULL
),
shown AS (
    SELECT min(calendar.number) AS first_cohort, max(calendar.number) AS last_cohort
    FROM params
    JOIN calendar ON calendar.day IN (params.first_day, params.last_day)
),
members AS (
    SELECT customers.person_no, customers.split, calendar.number AS cohort
    FROM customers
    CROSS JOIN params
    CROSS JOIN shown
    JOIN calendar
        ON calendar.day = CASE WHEN params.basis = 'signed_up' THEN customers.signed_up_date ELSE customers.first_order_date END
    WHERE calendar.number BETWEEN shown.first_cohort AND shown.last_cohort
),
spent AS (
    SELECT
        members.person_no,
        members.split,
        members.cohort,
        calendar.number - members.cohort AS age,
        coalesce(sum(activity.net_revenue), 0) AS revenue,
        coalesce(sum(activity.margin), 0) AS margin,
        count(activity.net_revenue) - count(activity.margin) AS unknown_costs
    FROM members
    JOIN mart.activity AS activity ON activity.person_no = members.person_no
    JOIN calendar ON calendar.day = activity.order_date AND calendar.number >= members.cohort
    GROUP BY members.person_no, members.split, members.cohort, calendar.number
),
steps AS (
    SELECT
        *,
        CAST(revenue AS DOUBLE) AS y,
        CAST(margin AS DOUBLE) AS m,
        coalesce(sum(CAST(revenue AS DOUBLE)) OVER (
            PARTITION BY person_no ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS revenue_before,
        coalesce(sum(CAST(margin AS DOUBLE)) OVER (
            PARTITION BY person_no ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS margin_before
    FROM spent
),
facts AS (
    SELECT
        cohort, split, 0 AS age, 1 AS size, 0 AS revenue, 0 AS revenue_squares, 0 AS margin, 0 AS margin_squares,
        0 AS unknown_costs
    FROM members
    UNION ALL
    SELECT
        cohort, split, age, 0 AS size, revenue, 2 * revenue_before * y + y * y AS revenue_squares,
        margin, 2 * margin_before * m + m * m AS margin_squares,
        unknown_costs
    FROM steps
),
money AS (
    SELECT
        min(coalesce(money_currency, '')) AS currency,
        max(coalesce(money_currency, '')) AS other_currency,
        CASE WHEN count(*) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM customers)
)
SELECT
    facts.cohort,
    facts.split,
    facts.age,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    sum(facts.size) AS size,
    CAST(sum(facts.revenue) AS DOUBLE) AS revenue,
    sum(facts.revenue_squares) AS revenue_squares,
    CAST(min(facts.revenue) AS DOUBLE) AS lowest_revenue,
    CAST(sum(facts.margin) AS DOUBLE) AS margin,
    sum(facts.margin_squares) AS margin_squares,
    CAST(min(facts.margin) AS DOUBLE) AS lowest_margin,
    sum(facts.unknown_costs) AS unknown_costs
FROM facts
CROSS JOIN money
GROUP BY facts.cohort, facts.split, facts.age, money.currency, money.other_currency, money.amounts_missing
ORDER BY facts.split, facts.cohort, facts.age
