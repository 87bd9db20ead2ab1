-- The customers who ordered, and the contacts of everybody. n: what the figure counts, so 1 for who ordered; adds: contacts.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 0 AS n, 1 AS adds
FROM contacts
UNION ALL
SELECT DISTINCT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, 0 AS adds
FROM orders
WHERE is_order = 1 AND person_no IS NOT NULL
