-- Customers by their first answer and their first contact: 1 where it was a detractor's, or of high effort. One row each,
-- also where a grain gives experiences by period.
SELECT
    person_no,
    max(CASE WHEN score = 'nps' AND band = 'detractor' THEN 1 ELSE 0 END) AS detractor,
    max(CASE WHEN score = 'effort' AND band = 'high effort' THEN 1 ELSE 0 END) AS high_effort
FROM (
    SELECT
        person_no,
        score,
        band,
        row_number() OVER (PARTITION BY person_no, score ORDER BY day) AS place
    FROM experiences
    WHERE score IN ('nps', 'effort')
) AS first_ones
WHERE place = 1
GROUP BY person_no
