-- Who is active how many periods after the start: per cohort and age (both numbered in periods), the customers, their
-- orders and their revenue, with the squares and products that the intervals need. Size stands in the row of age 0.
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
active AS (
    SELECT
        activity.person_no,
        calendar.number,
        sum(activity.orders) AS orders,
        coalesce(sum(activity.net_revenue), 0) AS revenue
    FROM mart.activity AS activity
    JOIN calendar ON calendar.day = activity.order_date
    WHERE activity.person_no IN (SELECT person_no FROM customers)
    GROUP BY activity.person_no, calendar.number
),
starts AS (
    SELECT customers.person_no, customers.split, calendar.number AS cohort
    FROM customers
    CROSS JOIN params
    JOIN calendar
        ON calendar.day = CASE WHEN params.basis = 'signed_up' THEN customers.signed_up_date ELSE customers.first_order_date END
    WHERE params.mode = 'first'
    UNION ALL
    SELECT customers.person_no, customers.split, active.number AS cohort
    FROM customers
    CROSS JOIN params
    JOIN active ON active.person_no = customers.person_no
    WHERE params.mode = 'recurring' AND active.orders > 0
),
members AS (
    SELECT
        starts.person_no,
        starts.split,
        starts.cohort,
        coalesce(base.orders, 0) AS first_orders,
        coalesce(base.revenue, 0) AS first_revenue
    FROM starts
    CROSS JOIN shown
    LEFT JOIN active AS base ON base.person_no = starts.person_no AND base.number = starts.cohort
    WHERE starts.cohort BETWEEN shown.first_cohort AND shown.last_cohort
),
facts AS (
    SELECT cohort, split, 0 AS age, 1 AS size, 0 AS orders, 0 AS first_orders, 0 AS revenue, 0 AS first_revenue
    FROM members
    UNION ALL
    SELECT
        members.cohort,
        members.split,
        active.number - members.cohort AS age,
        0 AS size,
        active.orders,
        members.first_orders,
        active.revenue,
        members.first_revenue
    FROM members
    JOIN active ON active.person_no = members.person_no AND active.number >= members.cohort
),
money AS (
    SELECT min(money_currency) AS currency, max(money_currency) AS other_currency
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM customers)
)
SELECT
    facts.cohort,
    facts.split,
    facts.age,
    money.currency,
    money.other_currency,
    sum(facts.size) AS size,
    sum(CASE WHEN facts.orders > 0 THEN 1 ELSE 0 END) AS active,
    sum(facts.orders) AS orders,
    sum(CAST(facts.orders AS DOUBLE) * facts.orders) AS orders_squares,
    sum(CAST(facts.orders AS DOUBLE) * facts.first_orders) AS orders_products,
    CAST(sum(facts.revenue) AS DOUBLE) AS revenue,
    sum(CAST(facts.revenue AS DOUBLE) * facts.revenue) AS revenue_squares,
    sum(CAST(facts.revenue AS DOUBLE) * facts.first_revenue) AS revenue_products,
    CAST(min(facts.revenue) AS DOUBLE) AS lowest_revenue
FROM facts
CROSS JOIN money
GROUP BY facts.cohort, facts.split, facts.age, money.currency, money.other_currency
ORDER BY facts.split, facts.cohort, facts.age
