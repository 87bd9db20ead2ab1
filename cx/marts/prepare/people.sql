-- All persons, numbered independently of the order of the rows. Who had a number in the marts that are replaced keeps it,
-- so that what they say of him can be kept as well.
WITH persons AS (
    SELECT i.person FROM latest_identities AS i WHERE i.person NOT IN (SELECT person FROM latest_joined)
    UNION
    SELECT person FROM latest_emails
)
SELECT n.person_no, p.person
FROM persons AS p JOIN latest_numbered AS n ON n.person = p.person
UNION ALL
SELECT
    (SELECT coalesce(max(person_no), 0) FROM latest_numbered) + row_number() OVER (ORDER BY p.person) AS person_no,
    p.person
FROM persons AS p ANTI JOIN latest_numbered AS n ON n.person = p.person
