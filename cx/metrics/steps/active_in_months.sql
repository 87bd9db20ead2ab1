-- As active_months, where every period is a month: nothing has to be added up.
SELECT
    months.person_no,
    CAST(extract(YEAR FROM months.month) * 12 + extract(MONTH FROM months.month) - 1 AS INTEGER) AS number,
    months.orders,
    coalesce(months.net_revenue, 0) AS revenue
FROM mart.months AS months
WHERE months.person_no IN (SELECT person_no FROM customers)
