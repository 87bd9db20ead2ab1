-- The customers who ordered, one row each. n: what the figure counts; adds: their orders.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, sum(is_order) AS adds
FROM orders
WHERE is_order = 1 AND person_no IS NOT NULL
GROUP BY person_no
