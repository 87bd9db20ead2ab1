-- As orders_per_customer.sql by month, from the cohorts that the marts have counted: who is active at an age of his cohort
-- is active in one month.
SELECT
    cohorts.split,
    periods.period,
    sum(cohorts.active) AS customers,
    sum(cohorts.orders) AS orders,
    sum(cohorts.orders_squares) AS squares
FROM cohorts
JOIN periods
    ON extract(YEAR FROM periods.period) * 12 + extract(MONTH FROM periods.period) - 1 = cohorts.cohort + cohorts.age
WHERE cohorts.active > 0
GROUP BY cohorts.split, periods.period
