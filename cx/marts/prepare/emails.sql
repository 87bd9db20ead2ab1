-- Hashed e-mails that belong to exactly one person. The customer file is believed before the orders; a buyer who is
-- known by e-mail only is a person of his own.
WITH seen AS (
    SELECT c.email_hash, i.person, 1 AS rank
    FROM latest_customers AS c JOIN latest_identities AS i ON i.customer_id = c.customer_id
    UNION
    SELECT o.email_hash, coalesce(i.person, 'email:' || o.email_hash), CASE WHEN i.person IS NULL THEN 3 ELSE 2 END
    FROM latest_all_orders AS o LEFT JOIN latest_identities AS i ON i.customer_id = o.customer_id
),
believed AS (SELECT email_hash, min(rank) AS rank FROM seen WHERE email_hash IS NOT NULL GROUP BY email_hash)
SELECT seen.email_hash, min(seen.person) AS person
FROM seen JOIN believed ON believed.email_hash = seen.email_hash AND believed.rank = seen.rank
GROUP BY seen.email_hash
HAVING count(DISTINCT seen.person) = 1
