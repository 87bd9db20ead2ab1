-- Promoters (9-10), passives (7-8) and detractors (0-6) among the answers.
SELECT
    split,
    period,
    sum(CASE WHEN nps >= 9 THEN 1 ELSE 0 END) AS promoters,
    sum(CASE WHEN nps BETWEEN 7 AND 8 THEN 1 ELSE 0 END) AS passives,
    sum(CASE WHEN nps <= 6 THEN 1 ELSE 0 END) AS detractors,
    count(nps) AS answers
FROM responses
GROUP BY split, period
