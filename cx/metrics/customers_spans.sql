-- As customers.sql, from what every customer ordered in each period; guests only show that something was ordered.
SELECT split, period, sum(customers) AS customers
FROM (
    SELECT split, period, 1 AS customers FROM spans WHERE orders > 0
    UNION ALL
    SELECT split, period, 0 AS customers FROM orders WHERE is_order = 1 AND person_no IS NULL
) AS counted
GROUP BY split, period
