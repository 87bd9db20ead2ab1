-- Contacts, and the customers who ordered, side by side.
SELECT split, period, sum(contacts) AS contacts, sum(customers) AS customers
FROM (
    SELECT split, period, count(*) AS contacts, 0 AS customers
    FROM contacts
    GROUP BY split, period
    UNION ALL
    SELECT split, period, 0 AS contacts, count(DISTINCT person_no) AS customers
    FROM orders
    WHERE is_order = 1
    GROUP BY split, period
) AS both_sides
GROUP BY split, period
