-- The answers behind CSAT, one row each. n: what the figure counts; adds: 1 in the two best boxes of the scale.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, csat_top_two AS adds
FROM responses
WHERE csat_top_two IS NOT NULL
