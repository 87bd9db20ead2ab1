-- The customers who ordered, one row each. n: what the figure counts; adds: 1 if twice or more.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, CASE WHEN sum(is_order) >= 2 THEN 1 ELSE 0 END AS adds
FROM orders
WHERE is_order = 1 AND person_no IS NOT NULL
GROUP BY person_no
