-- Who ordered in the window before a snapshot day, or in the one from it on.
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
