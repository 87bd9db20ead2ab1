-- The experiences whose outcome is looked at: one per customer, period and score, the first answer (score effort: the first
-- contact). band: how it was, in words; level: the same as a number between level_low and level_high.
WITH told AS (
    SELECT
        responses.*,
        count(responses.nps) OVER in_time AS nps_place,
        count(responses.csat_top_two) OVER in_time AS csat_place,
        count(responses.ces_seven) OVER in_time AS ces_place
    FROM responses
    CROSS JOIN params
    WHERE responses.answered = 1 AND responses.person_no IS NOT NULL AND params.score <> 'effort'
    WINDOW in_time AS (
        PARTITION BY responses.period, responses.person_no ORDER BY responses.response_date, responses.response_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),
asked AS (
    SELECT
        contacts.*,
        row_number() OVER (
            PARTITION BY contacts.period, contacts.person_no ORDER BY contacts.opened_at, contacts.contact_id
        ) AS place
    FROM contacts
    CROSS JOIN params
    WHERE contacts.person_no IS NOT NULL AND contacts.effort_band IS NOT NULL AND params.score IN ('all', 'effort')
),
first_ones AS (
    SELECT
        person_no, response_date AS day, period, split, 'nps' AS score,
        CASE WHEN nps >= 9 THEN 'promoter' WHEN nps >= 7 THEN 'passive' ELSE 'detractor' END AS band,
        CAST(nps AS DOUBLE) AS level, 0.0 AS level_low, 10.0 AS level_high
    FROM told
    WHERE nps IS NOT NULL AND nps_place = 1
    UNION ALL
    SELECT
        person_no, response_date, period, split, 'csat',
        CASE WHEN csat_top_two = 1 THEN 'satisfied' WHEN csat <= csat_low + 1 THEN 'dissatisfied' ELSE 'neutral' END,
        csat, csat_low, csat_high
    FROM told
    WHERE csat_top_two IS NOT NULL AND csat_place = 1
    UNION ALL
    SELECT
        person_no, response_date, period, split, 'ces',
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END,
        ces_seven, 1.0, 7.0
    FROM told
    WHERE ces_seven IS NOT NULL AND ces_place = 1
    UNION ALL
    SELECT person_no, contact_date, period, split, 'effort', effort_band, CAST(effort_signals AS DOUBLE), 0.0, 4.0
    FROM asked
    WHERE place = 1
)
SELECT first_ones.*
FROM first_ones
CROSS JOIN params
WHERE params.score = 'all' OR params.score = first_ones.score
