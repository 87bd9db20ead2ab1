-- E-mails beside which several persons stand who are alike in what is known of them: all in the customers files, or all
-- strangers none of whose e-mails leads to a listed person. A person who has several e-mails or a person_id is a centre;
-- any other has this one e-mail only, so that whoever joins a centre brings nobody with him and nothing can chain.
WITH owned AS (SELECT DISTINCT email_hash FROM latest_email_claims WHERE listed),
led AS (SELECT DISTINCT person FROM latest_email_claims WHERE email_hash IN (SELECT email_hash FROM owned)),
pairs AS (
    SELECT email_hash, person, told FROM latest_email_claims WHERE rank = 1
    UNION ALL
    SELECT email_hash, person, told
    FROM latest_email_claims
    WHERE rank IN (2, 3) AND NOT listed AND person NOT IN (SELECT person FROM led)
),
crowded AS (SELECT email_hash FROM pairs GROUP BY email_hash HAVING count(*) > 1),
several AS (
    SELECT person
    FROM pairs
    WHERE person IN (SELECT person FROM pairs WHERE email_hash IN (SELECT email_hash FROM crowded))
    GROUP BY person
    HAVING count(*) > 1
),
placed AS (
    SELECT email_hash, person, told OR person IN (SELECT person FROM several) AS is_centre
    FROM pairs
    WHERE email_hash IN (SELECT email_hash FROM crowded)
)
SELECT
    email_hash,
    person,
    count(*) OVER by_email AS persons,
    sum(CASE WHEN is_centre THEN 1 ELSE 0 END) OVER by_email AS centres,
    coalesce(min(CASE WHEN is_centre THEN person END) OVER by_email, min(person) OVER by_email) AS centre
FROM placed
WINDOW by_email AS (PARTITION BY email_hash)
