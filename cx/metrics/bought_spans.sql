-- As ordering.sql and, where all amounts are in one currency, as money.sql, from what every customer ordered in each period;
-- each guest order is its own customer.
SELECT
    split,
    period,
    (SELECT min(money_currency) FROM mart.currencies) AS currency,
    count(CASE WHEN orders > 0 THEN person_no END) AS customers,
    count(CASE WHEN orders >= 2 THEN person_no END) AS repeaters,
    sum(CASE WHEN person_no IS NULL THEN 0 ELSE orders END) AS known_orders,
    sum(CASE WHEN person_no IS NULL THEN 0 ELSE orders * orders END) AS known_orders_squares,
    sum(orders) AS orders,
    sum(orders * orders) AS orders_squares,
    count(CASE WHEN amounts > 0 THEN 1 END) AS clusters,
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
        person_no,
        CAST(orders AS BIGINT) AS orders,
        amounts,
        CAST(amount_orders AS BIGINT) AS amount_orders,
        net_revenue
    FROM spans
    UNION ALL
    SELECT
        split,
        period,
        person_no,
        is_order AS orders,
        CASE WHEN net_revenue IS NULL THEN 0 ELSE 1 END AS amounts,
        CASE WHEN net_revenue IS NULL THEN 0 ELSE is_order END AS amount_orders,
        net_revenue
    FROM orders
    WHERE person_no IS NULL
) AS by_customer
GROUP BY split, period
