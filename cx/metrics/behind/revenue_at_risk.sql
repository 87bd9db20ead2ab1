-- The customers whose first answer was a detractor's, whose first contact was of high effort, or either: one row each. n and
-- adds: what the figure counts; band: which of the two, or both.
SELECT
    p.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    CASE WHEN p.detractor + p.high_effort = 2 THEN 'both' WHEN p.detractor = 1 THEN 'detractor' ELSE 'high effort' END
        AS band,
    1 AS n,
    1 AS adds
FROM bad_experiences AS p
CROSS JOIN params
WHERE
    (params.item IN ('detractors', 'both') AND p.detractor = 1)
    OR (params.item IN ('high effort', 'both') AND p.high_effort = 1)
