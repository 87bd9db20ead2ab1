-- Revenue and orders of every customer, summed up with squares and cross-products; each guest order is its own customer.
SELECT
    split,
    period,
    currency,
    count(*) AS clusters,
    sum(orders) AS orders,
    sum(revenue) AS revenue,
    sum(revenue * revenue) AS revenue_squares,
    sum(revenue * orders) AS cross_products,
    sum(orders * orders) AS order_squares
FROM (
    SELECT
        split,
        period,
        money_currency AS currency,
        sum(is_order) AS orders,
        sum(CAST(net_revenue AS DOUBLE)) AS revenue
    FROM orders
    WHERE net_revenue IS NOT NULL
    GROUP BY split, period, money_currency, person_no, CASE WHEN person_no IS NULL THEN order_id END
) AS by_customer
GROUP BY split, period, currency
