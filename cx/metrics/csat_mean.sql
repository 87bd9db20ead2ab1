-- Satisfaction answers with their sum and squares, and the scales they are on.
SELECT
    split,
    period,
    csat_low AS scale_low,
    csat_high AS scale_high,
    count(csat) AS answers,
    sum(csat) AS total,
    sum(csat * csat) AS squares
FROM responses
WHERE csat IS NOT NULL
GROUP BY split, period, csat_low, csat_high
