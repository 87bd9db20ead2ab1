-- As time_between_orders.sql, where the view narrows customers only: an order day of one of them lies in it whole.
SELECT split, period, days_since_previous AS days, count(*) AS pairs
FROM activity
WHERE days_since_previous IS NOT NULL
GROUP BY split, period, days_since_previous
