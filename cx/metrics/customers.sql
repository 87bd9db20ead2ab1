-- Distinct persons with an order; a person who ordered in two parts of a split is in both.
SELECT split, period, count(DISTINCT person_no) AS customers
FROM orders
WHERE is_order = 1
GROUP BY split, period
