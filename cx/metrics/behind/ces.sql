-- The answers behind CES, one row each. n: what the figure counts; adds: the answer on 1-7, 7 is very easy.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, ces_seven AS adds
FROM responses
WHERE ces_seven IS NOT NULL
