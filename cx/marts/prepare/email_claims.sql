-- Beside which persons every hashed e-mail stands, and in what: 1 the customers files, 2 orders, 3 surveys and contacts,
-- 4 orders that name nobody else: their buyer is a person of his own. listed: a customers file knows the person; told:
-- a person_id says who he is. A customer id may be the keyed hash of an e-mail itself: where a file had an address in
-- that column.
WITH seen AS (
    SELECT email_hash, customer_id, 1 AS rank FROM latest_customers WHERE email_hash IS NOT NULL
    UNION
    SELECT email_hash, customer_id, CASE WHEN customer_id IS NULL THEN 4 ELSE 2 END
    FROM latest_orders
    WHERE email_hash IS NOT NULL
    UNION
    SELECT email_hash, customer_id, 3 FROM latest_surveys WHERE email_hash IS NOT NULL AND customer_id IS NOT NULL
    UNION
    SELECT email_hash, customer_id, 3 FROM latest_contacts WHERE email_hash IS NOT NULL AND customer_id IS NOT NULL
    UNION
    SELECT customer_id, customer_id, CASE WHEN listed THEN 1 WHEN ordered THEN 2 ELSE 3 END
    FROM latest_identities
    WHERE length(customer_id) = 64 AND regexp_matches(customer_id, '^[0-9a-f]+$')
),
claimed AS (
    SELECT s.email_hash, coalesce(i.person, 'email:' || s.email_hash) AS person, min(s.rank) AS rank
    FROM seen AS s LEFT JOIN latest_identities AS i ON i.customer_id = s.customer_id
    GROUP BY s.email_hash, coalesce(i.person, 'email:' || s.email_hash)
),
known AS (
    SELECT person, bool_or(listed) AS listed, bool_or(told) AS told
    FROM latest_identities
    WHERE person IN (SELECT person FROM claimed)
    GROUP BY person
)
SELECT
    claimed.*,
    coalesce(known.listed, FALSE) AS listed,
    coalesce(known.told, FALSE) AS told
FROM claimed LEFT JOIN known ON known.person = claimed.person
