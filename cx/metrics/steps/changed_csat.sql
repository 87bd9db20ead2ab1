-- What each customer adds then and now, by segment: answers x, those in the top two boxes y, nothing to z. Without a known
-- customer, each answer is its own.
SELECT
    sides.side,
    responses.split,
    responses.person_no,
    sum(responses.csat_top_two) AS y,
    count(responses.csat_top_two) AS x,
    0 AS z,
    sum(responses.csat_top_two) AS y_squares,
    count(*) AS row_count,
    max(responses.response_date) AS last_seen
FROM responses
JOIN sides ON responses.response_date BETWEEN sides.first_day AND sides.last_day
WHERE responses.csat_top_two IS NOT NULL
    AND responses.person_no IS NOT NULL
GROUP BY sides.side, responses.split, responses.person_no
UNION ALL
SELECT
    sides.side,
    responses.split,
    NULL,
    responses.csat_top_two,
    1,
    0,
    responses.csat_top_two,
    1,
    responses.response_date
FROM responses
JOIN sides ON responses.response_date BETWEEN sides.first_day AND sides.last_day
WHERE responses.csat_top_two IS NOT NULL
    AND responses.person_no IS NULL
