-- What every customer of the view ordered and brought in each period.
SELECT
    activity.person_no,
    calendar.number,
    sum(activity.orders) AS orders,
    coalesce(sum(activity.net_revenue), 0) AS revenue
FROM mart.activity AS activity
JOIN calendar ON calendar.day = activity.order_date
WHERE activity.person_no IN (SELECT person_no FROM customers)
GROUP BY activity.person_no, calendar.number
