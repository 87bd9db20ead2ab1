-- Net revenue with its sum of squares, per currency.
SELECT
    split,
    period,
    money_currency AS currency,
    count(net_revenue) AS amounts,
    sum(net_revenue) AS net_revenue,
    sum(CAST(net_revenue AS DOUBLE) * CAST(net_revenue AS DOUBLE)) AS squares
FROM orders
WHERE net_revenue IS NOT NULL
GROUP BY split, period, money_currency
