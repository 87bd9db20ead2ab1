-- Who is in which cohort, with his orders and revenue of its first period: the cohort of his start, or in recurring mode
-- that of every period in which he ordered.
WITH starts AS (
    SELECT started.person_no, started.split, started.cohort
    FROM started
    CROSS JOIN params
    WHERE params.mode = 'first'
    UNION ALL
    SELECT customers.person_no, customers.split, active.number AS cohort
    FROM customers
    CROSS JOIN params
    CROSS JOIN shown
    JOIN active ON active.person_no = customers.person_no
    WHERE
        params.mode = 'recurring'
        AND active.orders > 0
        AND active.number BETWEEN shown.first_cohort AND shown.last_cohort
)
SELECT
    starts.person_no,
    starts.split,
    starts.cohort,
    coalesce(base.orders, 0) AS first_orders,
    coalesce(base.revenue, 0) AS first_revenue
FROM starts
LEFT JOIN active AS base ON base.person_no = starts.person_no AND base.number = starts.cohort
