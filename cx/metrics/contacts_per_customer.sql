-- Per person the contacts y and whether he ordered x, summed up with squares and products; a contact without a known
-- customer is a person of its own who did not order.
SELECT
    split,
    period,
    sum(contacts) AS contacts,
    sum(ordered) AS customers,
    count(*) AS clusters,
    sum(contacts * contacts) AS sum_yy,
    sum(contacts * ordered) AS sum_xy,
    sum(ordered * ordered) AS sum_xx
FROM (
    SELECT split, period, sum(contacts) AS contacts, max(ordered) AS ordered
    FROM (
        SELECT split, period, person_no, CASE WHEN person_no IS NULL THEN contact_id END AS stranger, 1 AS contacts, 0 AS ordered
        FROM contacts
        UNION ALL
        SELECT split, period, person_no, NULL AS stranger, 0 AS contacts, 1 AS ordered
        FROM orders
        WHERE is_order = 1 AND person_no IS NOT NULL
    ) AS both_sides
    GROUP BY split, period, person_no, stranger
) AS by_customer
GROUP BY split, period
