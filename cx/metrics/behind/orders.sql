-- The orders of every customer. n: what the figure counts; adds: the same; credit notes are none.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, 1 AS adds
FROM orders
WHERE is_order = 1
