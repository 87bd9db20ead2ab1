-- Persons by the day of their first order in the data; `customers` is narrowed by that day.
SELECT split, period, count(*) AS customers
FROM customers
GROUP BY split, period
