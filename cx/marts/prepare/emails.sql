-- Hashed e-mails that belong to exactly one person. The customers files are believed before the orders, these before
-- surveys and contacts; a buyer who is known by e-mail only is a person of his own.
WITH seen AS (
    SELECT k.email_hash, k.rank, coalesce(j.joined_to, k.person) AS person
    FROM latest_email_claims AS k LEFT JOIN latest_joined AS j ON j.person = k.person
),
believed AS (SELECT email_hash, min(rank) AS rank FROM seen GROUP BY email_hash)
SELECT seen.email_hash, min(seen.person) AS person
FROM seen JOIN believed ON believed.email_hash = seen.email_hash AND believed.rank = seen.rank
GROUP BY seen.email_hash
HAVING count(DISTINCT seen.person) = 1
