-- Net revenue y, customers x and orders z by period (then, now) and segment, with sums of products: what every customer
-- adds there, multiplied with what the same customer adds elsewhere (the other segment and period); the rest belongs to
-- the lines in which both are the same. Orders without a known customer are lines of their own (guest = 1), each order
-- being its own customer.
WITH sides AS (
    SELECT 'then' AS side, then_first AS first_day, then_last AS last_day FROM params
    UNION ALL
    SELECT 'now' AS side, first_day, last_day FROM params
),
money AS (
    SELECT
        min(coalesce(orders.money_currency, '')) AS currency,
        max(coalesce(orders.money_currency, '')) AS other_currency,
        CASE WHEN count(*) > 0 AND count(orders.net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM orders
    JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
),
by_customer AS (
    SELECT
        sides.side,
        orders.split,
        orders.person_no,
        sum(orders.net_revenue) AS y,
        max(orders.is_order) AS x,
        sum(orders.is_order) AS z,
        count(*) AS row_count,
        max(orders.order_date) AS last_seen
    FROM orders
    JOIN sides ON orders.order_date BETWEEN sides.first_day AND sides.last_day
    WHERE orders.net_revenue IS NOT NULL
    GROUP BY
        sides.side, orders.split, orders.person_no,
        CASE WHEN orders.person_no IS NULL THEN orders.order_id END
),
products AS (
    SELECT
        one.side,
        one.split,
        other.side AS other_side,
        other.split AS other_split,
        0 AS guest,
        count(*) AS customers,
        CAST(sum(one.y) AS DOUBLE) AS y,
        CAST(sum(one.x) AS DOUBLE) AS x,
        CAST(sum(one.z) AS DOUBLE) AS z,
        sum(one.row_count) AS row_count,
        max(one.last_seen) AS last_seen,
        count(DISTINCT one.last_seen) AS days_seen,
        sum(CAST(one.y AS DOUBLE) * other.y) AS yy,
        sum(CAST(one.y AS DOUBLE) * other.x) AS yx,
        sum(CAST(one.y AS DOUBLE) * other.z) AS yz,
        sum(CAST(one.x AS DOUBLE) * other.y) AS xy,
        sum(CAST(one.x AS DOUBLE) * other.x) AS xx,
        sum(CAST(one.x AS DOUBLE) * other.z) AS xz,
        sum(CAST(one.z AS DOUBLE) * other.y) AS zy,
        sum(CAST(one.z AS DOUBLE) * other.x) AS zx,
        sum(CAST(one.z AS DOUBLE) * other.z) AS zz
    FROM by_customer AS one
    JOIN by_customer AS other ON one.person_no = other.person_no
    GROUP BY one.side, one.split, other.side, other.split
    UNION ALL
    SELECT
        side,
        split,
        side AS other_side,
        split AS other_split,
        1 AS guest,
        count(*) AS customers,
        CAST(sum(y) AS DOUBLE) AS y,
        CAST(sum(x) AS DOUBLE) AS x,
        CAST(sum(z) AS DOUBLE) AS z,
        sum(row_count) AS row_count,
        max(last_seen) AS last_seen,
        count(DISTINCT last_seen) AS days_seen,
        sum(CAST(y AS DOUBLE) * y) AS yy,
        sum(CAST(y AS DOUBLE) * x) AS yx,
        sum(CAST(y AS DOUBLE) * z) AS yz,
        sum(CAST(x AS DOUBLE) * y) AS xy,
        sum(CAST(x AS DOUBLE) * x) AS xx,
        sum(CAST(x AS DOUBLE) * z) AS xz,
        sum(CAST(z AS DOUBLE) * y) AS zy,
        sum(CAST(z AS DOUBLE) * x) AS zx,
        sum(CAST(z AS DOUBLE) * z) AS zz
    FROM by_customer
    WHERE person_no IS NULL
    GROUP BY side, split
)
SELECT products.*, money.currency, money.other_currency, money.amounts_missing
FROM products
CROSS JOIN money
