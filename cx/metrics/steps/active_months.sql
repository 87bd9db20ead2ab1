-- What every customer of the view ordered and brought in each period, which is one or several months.
SELECT
    months.person_no,
    calendar.number,
    sum(months.orders) AS orders,
    coalesce(sum(months.net_revenue), 0) AS revenue
FROM mart.months AS months
JOIN calendar ON calendar.day = months.month
WHERE months.person_no IN (SELECT person_no FROM customers)
GROUP BY months.person_no, calendar.number
