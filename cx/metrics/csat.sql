-- Answers in the two best boxes of their scale.
SELECT split, period, coalesce(sum(csat_top_two), 0) AS satisfied, count(csat_top_two) AS answers
FROM responses
GROUP BY split, period
