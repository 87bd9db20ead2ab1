-- Every shared e-mail and why its persons are not one, NULL when they are.
SELECT
    s.email_hash,
    min(s.persons) AS persons,
    CASE
        WHEN min(l.match_by_email) = 'only_unnamed' THEN 'the setting match_by_email does not join customers'
        WHEN min(s.persons) > min(l.most_ids_of_email) THEN 'an address that many customer ids share'
        WHEN min(s.centres) > 1 THEN 'person_id or another e-mail tells them apart'
        WHEN min(l.match_by_email) = 'across_files' AND s.email_hash IN (SELECT email_hash FROM latest_email_told_apart)
            THEN 'one file has them as different customers'
    END AS reason
FROM latest_email_stars AS s CROSS JOIN latest_settings AS l
GROUP BY s.email_hash
