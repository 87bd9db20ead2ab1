-- What every customer adds to a month: orders, and amounts with the orders among them. Orders of nobody known are a line
-- each, of person 0.
SELECT person_no, month, orders, amounts, amount_orders, net_revenue
FROM mart.months
UNION ALL
SELECT
    0,
    CAST(date_trunc('month', order_date) AS DATE),
    is_order,
    CASE WHEN net_revenue IS NULL THEN 0 ELSE 1 END,
    CASE WHEN net_revenue IS NULL THEN 0 ELSE is_order END,
    net_revenue
FROM mart.orders
WHERE person_no IS NULL
