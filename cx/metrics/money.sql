-- What customers brought by period and currency, summed up with squares and cross-products; each guest order is its own
-- customer. Only orders and credit notes with an amount.
SELECT
    split,
    period,
    currency,
    count(*) AS clusters,
    sum(amounts) AS amounts,
    sum(net_revenue) AS net_revenue,
    sum(CAST(net_revenue AS DOUBLE) * CAST(net_revenue AS DOUBLE)) AS revenue_squares,
    sum(CAST(net_revenue AS DOUBLE) * amount_orders) AS cross_products,
    sum(amount_orders) AS amount_orders,
    sum(amount_orders * amount_orders) AS amount_orders_squares
FROM (
    SELECT
        split,
        period,
        money_currency AS currency,
        count(*) AS amounts,
        sum(is_order) AS amount_orders,
        sum(net_revenue) AS net_revenue
    FROM orders
    WHERE net_revenue IS NOT NULL AND person_no IS NOT NULL
    GROUP BY split, period, money_currency, person_no
    UNION ALL
    SELECT split, period, money_currency AS currency, 1 AS amounts, is_order AS amount_orders, net_revenue
    FROM orders
    WHERE net_revenue IS NOT NULL AND person_no IS NULL
) AS by_customer
GROUP BY split, period, currency
