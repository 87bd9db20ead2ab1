-- Orders of every customer, with their sum of squares; guests have no customer.
SELECT
    split,
    period,
    count(*) AS customers,
    sum(orders) AS orders,
    sum(orders * orders) AS squares
FROM (
    SELECT split, period, person_no, sum(is_order) AS orders
    FROM orders
    WHERE is_order = 1 AND person_no IS NOT NULL
    GROUP BY split, period, person_no
) AS by_customer
GROUP BY split, period
