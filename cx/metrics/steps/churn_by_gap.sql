-- The same as in churn_by_customer, from the gaps between order days: who ordered before a snapshot day and next on it or
-- after it is found once, at that next order, and who never ordered again at his last one. Nobody has to be put together.
-- Gaps that no snapshot day of all lies in are left out before anything is counted.
WITH outermost AS (
    SELECT min(base_first) AS base_first, min(snapshot_day) AS first_day, max(snapshot_day) AS last_day FROM windows
),
gaps AS (
    SELECT split, order_date - CAST(days_since_previous AS INTEGER) AS previous_date, order_date, count(*) AS customers
    FROM activity
    CROSS JOIN outermost
    WHERE
        days_since_previous > 0
        AND order_date >= first_day
        AND order_date - CAST(days_since_previous AS INTEGER) >= base_first
        AND order_date - CAST(days_since_previous AS INTEGER) < last_day
    GROUP BY split, previous_date, order_date
),
lasts AS (
    SELECT split, last_order_date, count(*) AS customers
    FROM customers
    WHERE last_order_date IS NOT NULL
    GROUP BY split, last_order_date
),
stays AS (
    SELECT
        windows.snapshot_day,
        gaps.split,
        gaps.customers,
        CASE WHEN gaps.order_date <= windows.follow_up_last THEN 0 ELSE gaps.customers END AS churned
    FROM gaps
    JOIN windows
        ON gaps.order_date >= windows.snapshot_day
        AND gaps.previous_date BETWEEN windows.base_first AND windows.snapshot_day - 1
    UNION ALL
    SELECT windows.snapshot_day, lasts.split, lasts.customers, lasts.customers AS churned
    FROM lasts
    JOIN windows ON lasts.last_order_date BETWEEN windows.base_first AND windows.snapshot_day - 1
)
SELECT snapshot_day, split, CAST(sum(customers) AS BIGINT) AS customers, CAST(sum(churned) AS BIGINT) AS churned
FROM stays
GROUP BY snapshot_day, split
