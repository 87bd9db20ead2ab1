-- The customers of one cohort, or of all that have completed an age, one row for each time they are in one. n: what the
-- figure counts; adds: 1 if active at that age, or the orders or the revenue of that period.
SELECT
    members.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    1 AS n,
    CASE
        WHEN params.measure = 'revenue' THEN coalesce(active.revenue, 0)
        WHEN params.measure = 'orders' THEN coalesce(active.orders, 0)
        WHEN params.age = 0 OR active.orders > 0 THEN 1
        ELSE 0
    END AS adds
FROM members
CROSS JOIN params
LEFT JOIN active ON active.person_no = members.person_no AND active.number = members.cohort + params.age
WHERE members.cohort BETWEEN params.oldest AND params.youngest
