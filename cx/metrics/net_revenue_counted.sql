-- As net_revenue.sql by month where all amounts are in one currency, from the sums that the marts have counted.
SELECT
    month_money.split,
    periods.period,
    money.money_currency AS currency,
    sum(month_money.amounts) AS amounts,
    sum(month_money.net_revenue) AS net_revenue,
    sum(month_money.revenue_squares) AS squares
FROM month_money
JOIN periods ON periods.period = month_money.month
CROSS JOIN mart.currencies AS money
WHERE month_money.clusters > 0
GROUP BY month_money.split, periods.period, money.money_currency
