-- How often customers ordered by period, summed up with squares: of known customers alone, and with every guest order as a
-- customer of its own. A customer with credit notes only has ordered nothing.
SELECT
    split,
    period,
    count(CASE WHEN orders > 0 THEN person_no END) AS customers,
    count(CASE WHEN orders >= 2 THEN person_no END) AS repeaters,
    sum(CASE WHEN person_no IS NULL THEN 0 ELSE orders END) AS known_orders,
    sum(CASE WHEN person_no IS NULL THEN 0 ELSE orders * orders END) AS known_orders_squares,
    sum(orders) AS orders,
    sum(orders * orders) AS orders_squares
FROM (
    SELECT split, period, person_no, sum(is_order) AS orders
    FROM orders
    WHERE person_no IS NOT NULL
    GROUP BY split, period, person_no
    UNION ALL
    SELECT split, period, person_no, is_order AS orders FROM orders WHERE person_no IS NULL
) AS by_customer
GROUP BY split, period
