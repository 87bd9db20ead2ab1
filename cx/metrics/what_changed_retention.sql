-- Customers x who ordered in the equally many days before a period (then, now) and those of them y who ordered again in
-- it, by segment, with sums of products: what every customer adds there, multiplied with what the same customer adds in
-- the other period. orders_from: the first day with orders.
WITH sides AS (
    SELECT
        'then' AS side,
        then_first - CAST(then_last - then_first + 1 AS INTEGER) AS before_first,
        then_first AS first_day,
        then_last AS last_day
    FROM params
    UNION ALL
    SELECT 'now' AS side, first_day - CAST(last_day - first_day + 1 AS INTEGER) AS before_first, first_day, last_day FROM params
),
known AS (SELECT min(first_date) AS orders_from FROM mart.coverage WHERE mart = 'orders'),
by_customer AS (
    SELECT
        sides.side,
        customers.split,
        customers.person_no,
        max(CASE WHEN activity.order_date >= sides.first_day THEN 1 ELSE 0 END) AS y,
        1 AS x,
        max(activity.order_date) AS last_seen
    FROM customers
    JOIN mart.activity AS activity ON activity.person_no = customers.person_no AND activity.orders > 0
    JOIN sides ON activity.order_date BETWEEN sides.before_first AND sides.last_day
    GROUP BY sides.side, customers.split, customers.person_no
    HAVING min(activity.order_date) < min(sides.first_day)
)
SELECT
    one.side,
    one.split,
    other.side AS other_side,
    other.split AS other_split,
    count(*) AS customers,
    CAST(sum(one.y) AS DOUBLE) AS y,
    CAST(sum(one.x) AS DOUBLE) AS x,
    CAST(sum(one.y) AS DOUBLE) AS y_squares,
    count(*) AS row_count,
    max(one.last_seen) AS last_seen,
    count(DISTINCT one.last_seen) AS days_seen,
    CAST(sum(one.y * other.y) AS DOUBLE) AS yy,
    CAST(sum(one.y * other.x) AS DOUBLE) AS yx,
    CAST(sum(one.x * other.y) AS DOUBLE) AS xy,
    CAST(sum(one.x * other.x) AS DOUBLE) AS xx,
    min(known.orders_from) AS orders_from
FROM by_customer AS one
JOIN by_customer AS other ON one.person_no = other.person_no
CROSS JOIN known
GROUP BY one.side, one.split, other.side, other.split
