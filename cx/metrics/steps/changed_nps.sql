-- What each customer adds then and now, by segment: answers x, promoters minus detractors y, nothing to z. Without a known
-- customer, each answer is its own.
SELECT
    sides.side,
    responses.split,
    responses.person_no,
    sum(CASE WHEN responses.nps >= 9 THEN 1 WHEN responses.nps <= 6 THEN -1 ELSE 0 END) AS y,
    count(responses.nps) AS x,
    0 AS z,
    sum(CASE WHEN responses.nps BETWEEN 7 AND 8 THEN 0 ELSE 1 END) AS y_squares,
    count(*) AS row_count,
    max(responses.response_date) AS last_seen
FROM responses
JOIN sides ON responses.response_date BETWEEN sides.first_day AND sides.last_day
WHERE responses.nps IS NOT NULL
    AND responses.person_no IS NOT NULL
GROUP BY sides.side, responses.split, responses.person_no
UNION ALL
SELECT
    sides.side,
    responses.split,
    NULL,
    CASE WHEN responses.nps >= 9 THEN 1 WHEN responses.nps <= 6 THEN -1 ELSE 0 END,
    1,
    0,
    CASE WHEN responses.nps BETWEEN 7 AND 8 THEN 0 ELSE 1 END,
    1,
    responses.response_date
FROM responses
JOIN sides ON responses.response_date BETWEEN sides.first_day AND sides.last_day
WHERE responses.nps IS NOT NULL
    AND responses.person_no IS NULL
