-- The experiences whose outcome is looked at: one per customer, period and score, the first answer (score effort: the first
-- contact). band: how it was, in words; level: the same as a number between level_low and level_high.
WITH first_ones AS (
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
    FROM in_turn
    WHERE place = 1 AND person_no IS NOT NULL
)
SELECT first_ones.*
FROM first_ones
CROSS JOIN params
WHERE params.score = 'all' OR params.score = first_ones.score
