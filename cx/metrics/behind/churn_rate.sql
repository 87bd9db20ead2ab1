-- Customers active before the snapshot day, one row each. n: what the figure counts; adds: 1 if gone.
SELECT base.person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, 1 - base.came_back AS adds
FROM base
JOIN customers ON customers.person_no = base.person_no
WHERE base.was_active = 1
