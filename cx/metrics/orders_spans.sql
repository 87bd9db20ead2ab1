-- As orders.sql, from what every customer ordered in each period; each guest order is its own customer.
SELECT split, period, sum(orders) AS orders, sum(orders * orders) AS squares
FROM (
    SELECT split, period, orders FROM spans
    UNION ALL
    SELECT split, period, is_order AS orders FROM orders WHERE person_no IS NULL
) AS by_customer
GROUP BY split, period
