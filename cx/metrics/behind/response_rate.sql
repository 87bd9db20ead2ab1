-- The invitations behind the response rate, one row each. n: what the figure counts; adds: 1 if answered.
SELECT person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, answered AS adds
FROM responses
