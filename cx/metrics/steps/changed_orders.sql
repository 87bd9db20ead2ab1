-- What each customer ordered then and now, by segment. Without a known customer, each order is its own.
SELECT
    sides.side,
    orders.split,
    orders.person_no,
    sum(orders.net_revenue) AS money,
    sum(orders.is_order) AS orders,
    count(*) AS row_count,
    max(orders.order_date) AS last_seen
FROM both_sides AS orders
JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
WHERE
    orders.net_revenue IS NOT NULL
    AND orders.person_no IS NOT NULL
GROUP BY sides.side, orders.split, orders.person_no
UNION ALL
SELECT
    sides.side,
    orders.split,
    NULL AS person_no,
    orders.net_revenue,
    orders.is_order,
    1,
    orders.order_date
FROM both_sides AS orders
JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
WHERE
    orders.net_revenue IS NOT NULL
    AND orders.person_no IS NULL
