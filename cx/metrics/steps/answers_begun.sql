-- The same as in answers_in_turn, for filters that keep or leave out a customer as a whole: then an answer is the first of
-- its period when the one before it, which the marts know, lies before that period.
SELECT
    dated.*,
    CASE WHEN coalesce(earlier_nps_date < since, TRUE) THEN 1 ELSE 2 END AS nps_place,
    CASE WHEN coalesce(earlier_csat_date < since, TRUE) THEN 1 ELSE 2 END AS csat_place,
    CASE WHEN coalesce(earlier_ces_date < since, TRUE) THEN 1 ELSE 2 END AS ces_place
FROM (
    SELECT responses.*, greatest(coalesce(responses.period, params.first_day), params.first_day) AS since
    FROM responses
    CROSS JOIN params
    WHERE responses.answered = 1 AND responses.person_no IS NOT NULL AND params.score <> 'effort'
) AS dated
