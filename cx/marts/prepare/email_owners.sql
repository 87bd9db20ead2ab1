-- E-mails that belong to exactly one listed person: what the customers files say is believed before the rest.
WITH settled AS (
    SELECT k.email_hash, k.rank, coalesce(s.centre, k.person) AS person
    FROM latest_email_claims AS k
    LEFT JOIN (
        SELECT s.person, min(s.centre) AS centre
        FROM latest_email_stars AS s JOIN latest_email_verdicts AS v ON v.email_hash = s.email_hash
        WHERE v.reason IS NULL
        GROUP BY s.person
    ) AS s ON s.person = k.person
    WHERE k.listed
),
believed AS (SELECT email_hash, min(rank) AS rank FROM settled GROUP BY email_hash)
SELECT settled.email_hash, min(settled.person) AS person
FROM settled JOIN believed ON believed.email_hash = settled.email_hash AND believed.rank = settled.rank
GROUP BY settled.email_hash
HAVING count(DISTINCT settled.person) = 1
