-- Snapshot days with the churn_days before and from each: the first day of every period, or, without periods, the
-- latest day with a full window of orders after it.
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
)
SELECT
    period,
    snapshot_day,
    snapshot_day - churn_days AS base_first,
    snapshot_day + churn_days - 1 AS follow_up_last
FROM snapshots
