-- The customers with one effort of their first answer of whom an outcome is known: one row each. n: what the figure counts;
-- adds: 1 with the outcome.
WITH ordered AS (
    SELECT
        person_no,
        response_date,
        split,
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END AS band,
        row_number() OVER (PARTITION BY person_no ORDER BY response_date, response_id) AS place
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND ces_seven IS NOT NULL
)
SELECT
    ordered.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    ordered.band,
    1 AS n,
    CASE WHEN params.outcome = 'churn' THEN followed.churned ELSE followed.repurchased END AS adds
FROM ordered
CROSS JOIN params
JOIN mart.followed AS followed ON followed.person_no = ordered.person_no AND followed.day = ordered.response_date
WHERE
    ordered.place = 1
    AND ordered.band = params.band
    AND CASE WHEN params.outcome = 'churn' THEN followed.churn_known ELSE followed.forward_known END = 1
    AND (params.within IS NULL OR ordered.split = params.within)
