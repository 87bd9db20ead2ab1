-- Effort answers on 1-7 (7 = very easy), per customer their sum y and number x, with squares and products; an answer
-- without a known customer is a customer of its own.
SELECT
    split,
    period,
    sum(answers) AS answers,
    sum(total) AS total,
    sum(CASE WHEN answers > 0 THEN 1 ELSE 0 END) AS clusters,
    sum(total * total) AS sum_yy,
    sum(total * answers) AS sum_xy,
    sum(answers * answers) AS sum_xx
FROM (
    SELECT split, period, count(ces_seven) AS answers, coalesce(sum(ces_seven), 0) AS total
    FROM repeated
    GROUP BY split, period, person_no
    UNION ALL
    SELECT split, period, CASE WHEN ces_seven IS NULL THEN 0 ELSE 1 END, coalesce(ces_seven, 0)
    FROM single
) AS by_customer
GROUP BY split, period
