-- Of the customers with an order in the churn_days before a snapshot day, how many had none in the churn_days from it?
-- Snapshots: the first day of every period, or, without periods, the latest day with a full window of orders after it.
WITH snapshots AS (
    SELECT
        periods.period,
        coalesce(
            periods.period,
            CASE WHEN periods.last_day < params.orders_to THEN periods.last_day ELSE params.orders_to END
                - params.churn_days + 1
        ) AS snapshot_day,
        params.churn_days
    FROM periods
    CROSS JOIN params
),
opening AS (SELECT min(order_date) AS first_order FROM mart.orders WHERE is_order = 1),
windows AS (
    SELECT
        period,
        snapshot_day,
        snapshot_day - churn_days AS base_first,
        snapshot_day + churn_days - 1 AS follow_up_last
    FROM snapshots
),
base AS (
    SELECT
        windows.snapshot_day,
        activity.person_no,
        max(CASE WHEN activity.order_date < windows.snapshot_day THEN 1 ELSE 0 END) AS was_active,
        max(CASE WHEN activity.order_date >= windows.snapshot_day THEN 1 ELSE 0 END) AS came_back
    FROM windows
    JOIN mart.activity AS activity
        ON activity.order_date BETWEEN windows.base_first AND windows.follow_up_last
    WHERE activity.orders > 0
    GROUP BY windows.snapshot_day, activity.person_no
),
counted AS (
    SELECT base.snapshot_day, customers.split, count(*) AS customers, sum(1 - base.came_back) AS churned
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
