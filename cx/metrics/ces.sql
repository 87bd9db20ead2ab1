-- Effort answers on 1-7 (7 = very easy) with their sum of squares.
SELECT
    split,
    period,
    count(ces_seven) AS answers,
    coalesce(sum(ces_seven), 0) AS total,
    coalesce(sum(ces_seven * ces_seven), 0) AS squares
FROM responses
GROUP BY split, period
