-- What each customer adds then and now, by segment: himself x, if he ordered in as many days before the days shown; y, if
-- again in them; nothing to z.
SELECT
    sides.side,
    customers.split,
    customers.person_no,
    max(CASE WHEN activity.order_date >= sides.first_day THEN 1 ELSE 0 END) AS y,
    1 AS x,
    0 AS z,
    max(CASE WHEN activity.order_date >= sides.first_day THEN 1 ELSE 0 END) AS y_squares,
    1 AS row_count,
    max(activity.order_date) AS last_seen
FROM customers
JOIN mart.activity AS activity ON activity.person_no = customers.person_no AND activity.orders > 0
JOIN sides ON activity.order_date BETWEEN sides.before_first AND sides.last_day
GROUP BY sides.side, customers.split, customers.person_no
HAVING min(activity.order_date) < min(sides.first_day)
