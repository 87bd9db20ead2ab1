-- The same as in experiences, for filters that keep or leave out a customer as a whole: then an answer (or contact) is the
-- first of its period when the one before it, which the marts know, lies before that period.
WITH dated AS (
    SELECT
        responses.*,
        greatest(coalesce(responses.period, params.first_day), params.first_day) AS since
    FROM responses
    CROSS JOIN params
    WHERE responses.answered = 1 AND responses.person_no IS NOT NULL AND params.score <> 'effort'
)
SELECT
    person_no, response_date AS day, period, split, 'nps' AS score,
    CASE WHEN nps >= 9 THEN 'promoter' WHEN nps >= 7 THEN 'passive' ELSE 'detractor' END AS band,
    CAST(nps AS DOUBLE) AS level, 0.0 AS level_low, 10.0 AS level_high
FROM dated
CROSS JOIN params
WHERE
    nps IS NOT NULL
    AND (earlier_nps_date IS NULL OR earlier_nps_date < since)
    AND params.score IN ('all', 'nps')
UNION ALL
SELECT
    person_no, response_date, period, split, 'csat',
    CASE WHEN csat_top_two = 1 THEN 'satisfied' WHEN csat <= csat_low + 1 THEN 'dissatisfied' ELSE 'neutral' END,
    csat, csat_low, csat_high
FROM dated
CROSS JOIN params
WHERE
    csat_top_two IS NOT NULL
    AND (earlier_csat_date IS NULL OR earlier_csat_date < since)
    AND params.score IN ('all', 'csat')
UNION ALL
SELECT
    person_no, response_date, period, split, 'ces',
    CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END,
    ces_seven, 1.0, 7.0
FROM dated
CROSS JOIN params
WHERE
    ces_seven IS NOT NULL
    AND (earlier_ces_date IS NULL OR earlier_ces_date < since)
    AND params.score IN ('all', 'ces')
UNION ALL
SELECT
    contacts.person_no, contacts.contact_date, contacts.period, contacts.split, 'effort', contacts.effort_band,
    CAST(contacts.effort_signals AS DOUBLE), 0.0, 4.0
FROM contacts
CROSS JOIN params
WHERE
    contacts.person_no IS NOT NULL
    AND contacts.effort_band IS NOT NULL
    AND (
        contacts.earlier_contact_date IS NULL
        OR contacts.earlier_contact_date < greatest(coalesce(contacts.period, params.first_day), params.first_day)
    )
    AND params.score IN ('all', 'effort')
