-- Orders, guests included; credit notes are none.
SELECT split, period, sum(is_order) AS orders
FROM orders
GROUP BY split, period
