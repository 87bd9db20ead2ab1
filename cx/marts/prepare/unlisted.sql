-- Persons whom no customers file has; ordered: whether an order, whatever its status, names them. Who has no id at all is
-- known by the e-mail of his orders.
SELECT p.person_no, coalesce(seen.ordered, TRUE) AS ordered
FROM latest_people AS p
LEFT JOIN (
    SELECT person_no, bool_or(listed) AS listed, bool_or(ordered) AS ordered
    FROM latest_by_customer
    GROUP BY person_no
) AS seen ON seen.person_no = p.person_no
WHERE coalesce(seen.listed, FALSE) = FALSE
