-- Promoters (9-10), passives (7-8) and detractors (0-6), and what every customer adds to the spread: y is promoters minus
-- detractors, x the answers of one customer; an answer without a known customer is a customer of its own.
SELECT
    split,
    period,
    sum(promoters) AS promoters,
    sum(passives) AS passives,
    sum(detractors) AS detractors,
    sum(answers) AS answers,
    sum(CASE WHEN answers > 0 THEN 1 ELSE 0 END) AS clusters,
    sum((promoters - detractors) * (promoters - detractors)) AS sum_yy,
    sum((promoters - detractors) * answers) AS sum_xy,
    sum(answers * answers) AS sum_xx
FROM (
    SELECT
        split,
        period,
        sum(CASE WHEN nps >= 9 THEN 1 ELSE 0 END) AS promoters,
        sum(CASE WHEN nps BETWEEN 7 AND 8 THEN 1 ELSE 0 END) AS passives,
        sum(CASE WHEN nps <= 6 THEN 1 ELSE 0 END) AS detractors,
        count(nps) AS answers
    FROM repeated
    GROUP BY split, period, person_no
    UNION ALL
    SELECT
        split,
        period,
        CASE WHEN nps >= 9 THEN 1 ELSE 0 END,
        CASE WHEN nps BETWEEN 7 AND 8 THEN 1 ELSE 0 END,
        CASE WHEN nps <= 6 THEN 1 ELSE 0 END,
        CASE WHEN nps IS NULL THEN 0 ELSE 1 END
    FROM single
) AS by_customer
GROUP BY split, period
