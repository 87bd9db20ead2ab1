-- Customers, and those with two orders or more; guests have no customer.
SELECT
    split,
    period,
    count(*) AS customers,
    sum(CASE WHEN orders >= 2 THEN 1 ELSE 0 END) AS repeaters
FROM (
    SELECT split, period, person_no, sum(is_order) AS orders
    FROM orders
    WHERE is_order = 1 AND person_no IS NOT NULL
    GROUP BY split, period, person_no
) AS by_customer
GROUP BY split, period
