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
        SELECT split, period, person_no, 1 AS contacts, 0 AS ordered FROM contacts WHERE person_no IS NOT NULL
        UNION ALL
        SELECT split, period, person_no, 0 AS contacts, 1 AS ordered FROM buyers
    ) AS both_sides
    GROUP BY split, period, person_no
    UNION ALL
    SELECT split, period, 1 AS contacts, 0 AS ordered FROM contacts WHERE person_no IS NULL
) AS by_customer
GROUP BY split, period
