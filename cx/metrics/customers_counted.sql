-- As customers.sql by month, from the cohorts that the marts have counted: who is active at an age of his cohort is active
-- in one month. Guests only show that something was ordered.
SELECT split, period, sum(customers) AS customers
FROM (
    SELECT cohorts.split, periods.period, cohorts.active AS customers
    FROM cohorts
    JOIN periods
        ON extract(YEAR FROM periods.period) * 12 + extract(MONTH FROM periods.period) - 1 = cohorts.cohort + cohorts.age
    WHERE cohorts.active > 0
    UNION ALL
    SELECT split, period, 0 AS customers FROM orders WHERE is_order = 1 AND person_no IS NULL
) AS counted
GROUP BY split, period
