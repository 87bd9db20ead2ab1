-- The answers behind the NPS, one row each. n: what the figure counts; adds: 1 a promoter (9-10), -1 a detractor (0-6).
SELECT
    person_no,
    CAST(NULL AS VARCHAR) AS currency,
    1 AS n,
    CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN -1 ELSE 0 END AS adds
FROM responses
WHERE nps IS NOT NULL
