-- Persons who are another one by their e-mail, and that one.
SELECT s.person, min(s.centre) AS joined_to
FROM latest_email_stars AS s JOIN latest_email_verdicts AS v ON v.email_hash = s.email_hash
WHERE v.reason IS NULL AND s.person <> s.centre
GROUP BY s.person
UNION ALL
SELECT person, owner FROM latest_strangers WHERE reason IS NULL
