-- Answers of known customers; *_place 1 where the score is told: the first such answer of its customer and period.
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
