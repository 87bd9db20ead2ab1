-- As orders_per_customer.sql, from what every customer ordered in each period.
SELECT split, period, count(*) AS customers, sum(orders) AS orders, sum(orders * orders) AS squares
FROM spans
WHERE orders > 0
GROUP BY split, period
