-- Orders, guests included, and the sum over customers of their squares; credit notes are none, and each guest order is its
-- own customer.
SELECT split, period, sum(orders) AS orders, sum(orders * orders) AS squares
FROM (
    SELECT split, period, sum(is_order) AS orders
    FROM orders
    GROUP BY split, period, person_no, CASE WHEN person_no IS NULL THEN order_id END
) AS by_customer
GROUP BY split, period
