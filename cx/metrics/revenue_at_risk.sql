-- Customers of the days shown whose first answer was a detractor's, whose first contact was of high effort, and both: each
-- customer once in every count, also where a grain gives experiences by period.
WITH first_ones AS (
    SELECT
        person_no,
        score,
        band,
        row_number() OVER (PARTITION BY person_no, score ORDER BY day) AS place
    FROM experiences
    WHERE score IN ('nps', 'effort')
),
by_customer AS (
    SELECT
        person_no,
        max(CASE WHEN score = 'nps' AND band = 'detractor' THEN 1 ELSE 0 END) AS detractor,
        max(CASE WHEN score = 'effort' AND band = 'high effort' THEN 1 ELSE 0 END) AS high_effort
    FROM first_ones
    WHERE place = 1
    GROUP BY person_no
)
SELECT
    count(*) AS customers,
    sum(detractor) AS detractors,
    sum(high_effort) AS high_effort,
    sum(detractor * high_effort) AS both_at_once
FROM by_customer
