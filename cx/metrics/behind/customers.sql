-- The customers who ordered, one row each. n: what the figure counts; adds: the same.
SELECT DISTINCT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, 1 AS adds
FROM orders
WHERE is_order = 1 AND person_no IS NOT NULL
