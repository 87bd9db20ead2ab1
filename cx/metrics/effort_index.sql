-- How much effort contacts were. Lines of kind "contacts": by whether the customer ever told how easy it was, how many
-- contacts fell into each band, with squares and products over customers. Lines of kind "answers": by behaviour the
-- contacts with an answer, one of each customer and period (the first), how many were hard, and the chance foretold by
-- the other folds.
WITH spoke AS (
    SELECT person_no
    FROM mart.responses
    WHERE answered = 1 AND ces_seven IS NOT NULL AND person_no IS NOT NULL
),
of_contact AS (
    SELECT
        contacts.*,
        contacts.contact_ces IS NOT NULL
            OR coalesce(contacts.person_no IN (SELECT spoke.person_no FROM spoke), FALSE) AS spoken
    FROM contacts
),
by_customer AS (
    SELECT
        period,
        split,
        spoken,
        count(effort_band) AS contacts,
        count(CASE WHEN effort_band = 'low effort' THEN 1 END) AS low,
        count(CASE WHEN effort_band = 'medium effort' THEN 1 END) AS medium,
        count(CASE WHEN effort_band = 'high effort' THEN 1 END) AS high,
        count(effort_score) AS calibrated,
        count(*) AS every_contact
    FROM of_contact
    WHERE person_no IS NOT NULL
    GROUP BY period, split, spoken, person_no
    UNION ALL
    SELECT
        period,
        split,
        spoken,
        CASE WHEN effort_band IS NULL THEN 0 ELSE 1 END AS contacts,
        CASE WHEN effort_band = 'low effort' THEN 1 ELSE 0 END AS low,
        CASE WHEN effort_band = 'medium effort' THEN 1 ELSE 0 END AS medium,
        CASE WHEN effort_band = 'high effort' THEN 1 ELSE 0 END AS high,
        CASE WHEN effort_score IS NULL THEN 0 ELSE 1 END AS calibrated,
        1 AS every_contact
    FROM of_contact
    WHERE person_no IS NULL
),
rated AS (
    SELECT
        of_contact.*,
        row_number() OVER (
            PARTITION BY period, person_no, CASE WHEN person_no IS NULL THEN contact_id END
            ORDER BY opened_at, contact_id
        ) AS place
    FROM of_contact
    WHERE contact_ces IS NOT NULL AND effort_band IS NOT NULL
),
told AS (SELECT count(contact_ces) AS answers FROM mart.contacts WHERE effort_band IS NOT NULL)
SELECT
    'contacts' AS kind,
    period,
    split,
    CASE WHEN spoken THEN 'answered' ELSE 'not answered' END AS spoken,
    count(*) AS clusters,
    sum(contacts) AS contacts,
    sum(contacts * contacts) AS sum_xx,
    sum(low) AS low,
    sum(low * low) AS low_yy,
    sum(low * contacts) AS low_xy,
    sum(medium) AS medium,
    sum(medium * medium) AS medium_yy,
    sum(medium * contacts) AS medium_xy,
    sum(high) AS high,
    sum(high * high) AS high_yy,
    sum(high * contacts) AS high_xy,
    sum(calibrated) AS calibrated,
    sum(every_contact) AS every_contact,
    CAST(NULL AS INTEGER) AS repeated,
    CAST(NULL AS INTEGER) AS switched,
    CAST(NULL AS INTEGER) AS transferred,
    CAST(NULL AS INTEGER) AS reopened,
    CAST(NULL AS INTEGER) AS slow,
    CAST(NULL AS INTEGER) AS fold,
    CAST(NULL AS DOUBLE) AS foretold,
    0 AS answers,
    0 AS hard,
    max(told.answers) AS all_answers
FROM by_customer
CROSS JOIN told
GROUP BY period, split, spoken
UNION ALL
SELECT
    'answers' AS kind,
    rated.period,
    rated.split,
    CASE WHEN rated.spoken THEN 'answered' ELSE 'not answered' END,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    coalesce(rated.repeat_within_7_days, 0),
    coalesce(rated.channel_switched, 0),
    CASE WHEN rated.transfers >= 1 THEN 1 ELSE 0 END,
    CASE WHEN rated.reopens >= 1 THEN 1 ELSE 0 END,
    coalesce(rated.slow_first_reply, 0),
    rated.fold,
    rated.effort_score_unseen,
    count(*),
    sum(CASE WHEN rated.contact_ces <= 3 THEN 1 ELSE 0 END),
    max(told.answers)
FROM rated
CROSS JOIN told
WHERE rated.place = 1
GROUP BY
    rated.period, rated.split, rated.spoken, coalesce(rated.repeat_within_7_days, 0), coalesce(rated.channel_switched, 0),
    CASE WHEN rated.transfers >= 1 THEN 1 ELSE 0 END, CASE WHEN rated.reopens >= 1 THEN 1 ELSE 0 END,
    coalesce(rated.slow_first_reply, 0), rated.fold, rated.effort_score_unseen
