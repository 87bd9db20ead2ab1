-- As aov.sql where all amounts are in one currency, from what every customer brought in each period; each guest order is
-- its own customer.
SELECT
    by_customer.split,
    by_customer.period,
    money.money_currency AS currency,
    count(*) AS clusters,
    sum(by_customer.orders) AS orders,
    sum(by_customer.revenue) AS revenue,
    sum(by_customer.revenue * by_customer.revenue) AS revenue_squares,
    sum(by_customer.revenue * by_customer.orders) AS cross_products,
    sum(by_customer.orders * by_customer.orders) AS order_squares
FROM (
    SELECT split, period, amount_orders AS orders, CAST(net_revenue AS DOUBLE) AS revenue FROM spans WHERE amounts > 0
    UNION ALL
    SELECT split, period, is_order AS orders, CAST(net_revenue AS DOUBLE) AS revenue
    FROM orders
    WHERE person_no IS NULL AND net_revenue IS NOT NULL
) AS by_customer
CROSS JOIN mart.currencies AS money
GROUP BY by_customer.split, by_customer.period, money.money_currency
