-- Persons whom no customers file has; ordered: whether an order, whatever its status, names them.
SELECT p.person_no, coalesce(bool_or(i.ordered), TRUE) AS ordered
FROM latest_people AS p
LEFT JOIN latest_by_customer AS b ON b.person_no = p.person_no
LEFT JOIN latest_identities AS i ON i.customer_id = b.customer_id
GROUP BY p.person_no
HAVING coalesce(bool_or(i.listed), FALSE) = FALSE
