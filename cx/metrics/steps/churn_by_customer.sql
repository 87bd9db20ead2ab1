-- How many customers every snapshot day and segment had, and how many of them left.
SELECT base.snapshot_day, customers.split, count(*) AS customers, CAST(sum(1 - base.came_back) AS BIGINT) AS churned
FROM base
JOIN customers ON customers.person_no = base.person_no
WHERE base.was_active = 1
GROUP BY base.snapshot_day, customers.split
