-- What each customer adds then and now, by segment: himself x, net revenue y, orders z. Without a known customer, each
-- order is its own.
SELECT
    sides.side,
    orders.split,
    orders.person_no,
    sum(orders.net_revenue) AS y,
    max(orders.is_order) AS x,
    sum(orders.is_order) AS z,
    sum(CAST(orders.net_revenue AS DOUBLE) * orders.net_revenue) AS y_squares,
    count(*) AS row_count,
    max(orders.order_date) AS last_seen
FROM orders
JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
WHERE orders.net_revenue IS NOT NULL
GROUP BY
    sides.side, orders.split, orders.person_no,
    CASE WHEN orders.person_no IS NULL THEN orders.order_id END
