-- Persons who stand for several customer ids: how many, and how many of these a person_id and an e-mail brought.
SELECT
    b.person_no,
    CAST(count(*) AS INTEGER) AS customer_ids,
    CAST(count(*) - count(DISTINCT i.person) AS INTEGER) AS by_person_id,
    CAST(count(DISTINCT i.person) - 1 AS INTEGER) AS by_email
FROM latest_by_customer AS b
JOIN latest_identities AS i ON i.customer_id = b.customer_id
WHERE b.person_no IN (SELECT person_no FROM latest_by_customer GROUP BY person_no HAVING count(*) > 1)
GROUP BY b.person_no
