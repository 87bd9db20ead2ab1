-- Persons who answered more than once: whoever counts customers need not look for the answers of all others.
SELECT person_no
FROM mart.responses
WHERE answered = 1 AND person_no IS NOT NULL
GROUP BY person_no
HAVING count(*) > 1
