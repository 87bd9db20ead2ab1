-- Orders as in ordering.sql by month, from the sums that the marts have counted.
SELECT
    month_money.split,
    periods.period,
    sum(month_money.orders) AS orders,
    sum(month_money.orders_squares) AS orders_squares
FROM month_money
JOIN periods ON periods.period = month_money.month
GROUP BY month_money.split, periods.period
