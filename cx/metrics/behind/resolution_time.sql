-- Contacts that are closed, one row each. n: what the figure counts; adds: the days it took.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, resolution_days AS adds
FROM contacts
WHERE resolution_days IS NOT NULL
