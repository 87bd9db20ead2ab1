-- The customers whose first answer was a detractor's, whose first contact was of high effort, or either: one row each. n and
-- adds: what the figure counts; band: which of the two, or both.
WITH first_ones AS (
    SELECT
        person_no,
        score,
        band,
        row_number() OVER (PARTITION BY person_no, score ORDER BY day) AS place
    FROM experiences
    WHERE score IN ('nps', 'effort')
),
by_person AS (
    SELECT
        person_no,
        max(CASE WHEN score = 'nps' AND band = 'detractor' THEN 1 ELSE 0 END) AS detractor,
        max(CASE WHEN score = 'effort' AND band = 'high effort' THEN 1 ELSE 0 END) AS high_effort
    FROM first_ones
    WHERE place = 1
    GROUP BY person_no
)
SELECT
    p.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    CASE WHEN p.detractor + p.high_effort = 2 THEN 'both' WHEN p.detractor = 1 THEN 'detractor' ELSE 'high effort' END
        AS band,
    1 AS n,
    1 AS adds
FROM by_person AS p
CROSS JOIN params
WHERE
    (params.item IN ('detractors', 'both') AND p.detractor = 1)
    OR (params.item IN ('high effort', 'both') AND p.high_effort = 1)
