-- Answers in the two best boxes of their scale, and what every customer adds to the spread: y is the answers in the top
-- boxes, x all answers of one customer; an answer without a known customer is a customer of its own.
SELECT
    split,
    period,
    sum(satisfied) AS satisfied,
    sum(answers) AS answers,
    sum(CASE WHEN answers > 0 THEN 1 ELSE 0 END) AS clusters,
    sum(satisfied * satisfied) AS sum_yy,
    sum(satisfied * answers) AS sum_xy,
    sum(answers * answers) AS sum_xx
FROM (
    SELECT split, period, coalesce(sum(csat_top_two), 0) AS satisfied, count(csat_top_two) AS answers
    FROM repeated
    GROUP BY split, period, person_no
    UNION ALL
    SELECT split, period, coalesce(csat_top_two, 0), CASE WHEN csat_top_two IS NULL THEN 0 ELSE 1 END
    FROM single
) AS by_customer
GROUP BY split, period
