-- The answers behind the mean satisfaction, one row each. n: what the figure counts; adds: the answer, high is good.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, csat AS adds
FROM responses
WHERE csat IS NOT NULL
