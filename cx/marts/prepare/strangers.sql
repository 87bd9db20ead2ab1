-- Customer ids that no customers file knows and whose rows carry the e-mail of a listed person; owners: of how many.
WITH led AS (
    SELECT k.email_hash, k.person, o.person AS owner
    FROM latest_email_claims AS k
    JOIN latest_email_owners AS o ON o.email_hash = k.email_hash
    WHERE NOT k.listed AND k.rank IN (2, 3)
),
crowds AS (SELECT email_hash, count(*) AS ids FROM led GROUP BY email_hash)
SELECT
    led.person,
    min(led.owner) AS owner,
    CASE
        WHEN min(l.match_by_email) = 'only_unnamed' THEN 'the setting match_by_email does not join customers'
        WHEN count(DISTINCT led.owner) > 1 THEN 'a customer id that stands beside e-mails of several customers'
        WHEN max(crowds.ids) > min(l.most_ids_of_email) THEN 'an address that many customer ids share'
    END AS reason
FROM led
JOIN crowds ON crowds.email_hash = led.email_hash
CROSS JOIN latest_settings AS l
GROUP BY led.person
