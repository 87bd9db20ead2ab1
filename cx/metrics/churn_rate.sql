-- Of the customers with an order in the churn_days before a snapshot day, how many had none in the churn_days from it?
WITH opening AS (SELECT min(order_date) AS first_order FROM mart.orders WHERE is_order = 1),
counted AS (
    SELECT base.snapshot_day, customers.split, count(*) AS customers, CAST(sum(1 - base.came_back) AS BIGINT) AS churned
    FROM base
    JOIN customers ON customers.person_no = base.person_no
    WHERE base.was_active = 1
    GROUP BY base.snapshot_day, customers.split
)
SELECT
    windows.period,
    windows.snapshot_day,
    windows.base_first,
    windows.follow_up_last,
    opening.first_order,
    counted.split,
    coalesce(counted.customers, 0) AS customers,
    coalesce(counted.churned, 0) AS churned
FROM windows
CROSS JOIN opening
LEFT JOIN counted ON counted.snapshot_day = windows.snapshot_day
ORDER BY counted.split, windows.snapshot_day
