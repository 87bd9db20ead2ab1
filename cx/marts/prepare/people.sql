-- All persons, numbered without gaps and independently of the order of the rows.
SELECT row_number() OVER (ORDER BY person) AS person_no, person
FROM (
    SELECT i.person FROM latest_identities AS i WHERE i.person NOT IN (SELECT person FROM latest_joined)
    UNION
    SELECT person FROM latest_emails
) AS persons
