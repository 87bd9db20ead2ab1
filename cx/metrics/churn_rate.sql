-- Of the customers with an order in the churn_days before a snapshot day, how many had none in the churn_days from it?
WITH opening AS (SELECT min(order_date) AS first_order FROM mart.orders WHERE is_order = 1)
SELECT
    windows.period,
    windows.snapshot_day,
    windows.base_first,
    windows.follow_up_last,
    opening.first_order,
    snapshots.split,
    coalesce(snapshots.customers, 0) AS customers,
    coalesce(snapshots.churned, 0) AS churned
FROM windows
CROSS JOIN opening
LEFT JOIN snapshots ON snapshots.snapshot_day = windows.snapshot_day
ORDER BY snapshots.split, windows.snapshot_day
