-- All persons, numbered without gaps and independently of the order of the rows.
SELECT row_number() OVER (ORDER BY person) AS person_no, person
FROM (SELECT person FROM latest_identities UNION SELECT person FROM latest_emails) AS persons
