-- Net revenue per currency, with the sum over customers of the square of what each brought; each guest order is its own
-- customer.
SELECT
    split,
    period,
    currency,
    sum(amounts) AS amounts,
    sum(net_revenue) AS net_revenue,
    sum(CAST(net_revenue AS DOUBLE) * CAST(net_revenue AS DOUBLE)) AS squares
FROM (
    SELECT split, period, money_currency AS currency, count(net_revenue) AS amounts, sum(net_revenue) AS net_revenue
    FROM orders
    WHERE net_revenue IS NOT NULL
    GROUP BY split, period, money_currency, person_no, CASE WHEN person_no IS NULL THEN order_id END
) AS by_customer
GROUP BY split, period, currency
