-- What each customer adds then and now, by segment: orders x, net revenue y, nothing to z. Without a known customer, each
-- order is its own.
SELECT
    sides.side,
    orders.split,
    orders.person_no,
    sum(orders.net_revenue) AS y,
    sum(orders.is_order) AS x,
    0 AS z,
    0 AS y_squares,
    count(*) AS row_count,
    max(orders.order_date) AS last_seen
FROM both_sides AS orders
JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
WHERE orders.net_revenue IS NOT NULL
    AND orders.person_no IS NOT NULL
GROUP BY sides.side, orders.split, orders.person_no
UNION ALL
SELECT
    sides.side,
    orders.split,
    NULL,
    orders.net_revenue,
    orders.is_order,
    0,
    0,
    1,
    orders.order_date
FROM both_sides AS orders
JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
WHERE orders.net_revenue IS NOT NULL
    AND orders.person_no IS NULL
