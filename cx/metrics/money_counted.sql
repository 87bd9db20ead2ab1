-- As money.sql by month where all amounts are in one currency, from the sums that the marts have counted.
SELECT
    month_money.split,
    periods.period,
    money.money_currency AS currency,
    sum(month_money.clusters) AS clusters,
    sum(month_money.amounts) AS amounts,
    sum(month_money.net_revenue) AS net_revenue,
    sum(month_money.revenue_squares) AS revenue_squares,
    sum(month_money.cross_products) AS cross_products,
    sum(month_money.amount_orders) AS amount_orders,
    sum(month_money.amount_orders_squares) AS amount_orders_squares
FROM month_money
JOIN periods ON periods.period = month_money.month
CROSS JOIN mart.currencies AS money
WHERE month_money.clusters > 0
GROUP BY month_money.split, periods.period, money.money_currency
