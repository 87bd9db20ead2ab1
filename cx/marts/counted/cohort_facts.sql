-- What every customer with a first order adds to the cohort of its month: one row at age 0 for being in it (size 1), and
-- one for every month with orders or credit notes since. *_raised: by how much the month raises the square of what he
-- has brought so far: (before + now)^2 - before^2 = 2 before now + now^2.
WITH started AS (
    SELECT
        person_no,
        CAST(extract(YEAR FROM first_order_date) * 12 + extract(MONTH FROM first_order_date) - 1 AS INTEGER) AS cohort
    FROM mart.customers
    WHERE first_order_date IS NOT NULL
),
spent AS (
    SELECT
        person_no,
        CAST(extract(YEAR FROM first_order_date) * 12 + extract(MONTH FROM first_order_date) - 1 AS INTEGER) AS cohort,
        CAST(extract(YEAR FROM month) * 12 + extract(MONTH FROM month) - 1 AS INTEGER) AS number,
        orders,
        coalesce(net_revenue, 0) AS revenue,
        coalesce(margin, 0) AS margin,
        unknown_costs
    FROM mart.months
    -- Credit notes from a month before that of the first order are in no cohort.
    WHERE
        extract(YEAR FROM month) * 12 + extract(MONTH FROM month)
        >= extract(YEAR FROM first_order_date) * 12 + extract(MONTH FROM first_order_date)
),
so_far AS (
    SELECT
        *,
        first_value(orders) OVER in_order AS first_orders,
        first_value(revenue) OVER in_order AS first_revenue,
        sum(CAST(revenue AS DOUBLE)) OVER in_order AS revenue_so_far,
        sum(CAST(margin AS DOUBLE)) OVER in_order AS margin_so_far
    FROM spent
    WINDOW in_order AS (PARTITION BY person_no ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT
    person_no, cohort, 0 AS age, 1 AS size, 0 AS orders, 0 AS first_orders, 0 AS revenue,
    0 AS first_revenue, CAST(0 AS DOUBLE) AS revenue_raised, 0 AS margin, CAST(0 AS DOUBLE) AS margin_raised,
    0 AS unknown_costs
FROM started
UNION ALL
SELECT
    person_no, cohort, number - cohort, 0, orders, first_orders, revenue, first_revenue,
    (2 * revenue_so_far - CAST(revenue AS DOUBLE)) * CAST(revenue AS DOUBLE), margin,
    (2 * margin_so_far - CAST(margin AS DOUBLE)) * CAST(margin AS DOUBLE), unknown_costs
FROM so_far
