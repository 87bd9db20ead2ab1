-- As net_revenue.sql where all amounts are in one currency, from what every customer brought in each period; each guest
-- order is its own customer.
SELECT
    by_customer.split,
    by_customer.period,
    money.money_currency AS currency,
    sum(by_customer.amounts) AS amounts,
    sum(by_customer.net_revenue) AS net_revenue,
    sum(CAST(by_customer.net_revenue AS DOUBLE) * CAST(by_customer.net_revenue AS DOUBLE)) AS squares
FROM (
    SELECT split, period, amounts, net_revenue FROM spans WHERE amounts > 0
    UNION ALL
    SELECT split, period, 1 AS amounts, net_revenue FROM orders WHERE person_no IS NULL AND net_revenue IS NOT NULL
) AS by_customer
CROSS JOIN mart.currencies AS money
GROUP BY by_customer.split, by_customer.period, money.money_currency
