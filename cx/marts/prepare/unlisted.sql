-- Persons whom no customers file has; ordered: whether an order, whatever its status, names them, by an id or an e-mail.
-- Who has no id at all is known by the e-mail of his orders.
WITH mailed AS (
    SELECT DISTINCT e.person_no
    FROM latest_orders AS o JOIN latest_by_email AS e ON e.email_hash = o.email_hash
    WHERE o.customer_id IS NULL
)
SELECT p.person_no, coalesce(seen.ordered, TRUE) OR mailed.person_no IS NOT NULL AS ordered
FROM latest_people AS p
LEFT JOIN (
    SELECT person_no, bool_or(listed) AS listed, bool_or(ordered) AS ordered
    FROM latest_by_customer
    GROUP BY person_no
) AS seen ON seen.person_no = p.person_no
LEFT JOIN mailed ON mailed.person_no = p.person_no
WHERE coalesce(seen.listed, FALSE) = FALSE
