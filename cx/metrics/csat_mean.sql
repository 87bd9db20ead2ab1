-- Satisfaction answers, the scales they are on, and per customer their sum y and number x, with squares and products; an
-- answer without a known customer is a customer of its own.
SELECT
    split,
    period,
    scale_low,
    scale_high,
    sum(answers) AS answers,
    sum(total) AS total,
    count(*) AS clusters,
    sum(total * total) AS sum_yy,
    sum(total * answers) AS sum_xy,
    sum(answers * answers) AS sum_xx
FROM (
    SELECT split, period, csat_low AS scale_low, csat_high AS scale_high, count(csat) AS answers, sum(csat) AS total
    FROM repeated
    WHERE csat IS NOT NULL
    GROUP BY split, period, csat_low, csat_high, person_no
    UNION ALL
    SELECT split, period, csat_low, csat_high, 1, csat
    FROM single
    WHERE csat IS NOT NULL
) AS by_customer
GROUP BY split, period, scale_low, scale_high
