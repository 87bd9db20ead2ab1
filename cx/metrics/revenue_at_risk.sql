-- Customers of the days shown whose first answer was a detractor's, whose first contact was of high effort, and both: each
-- customer once in every count.
SELECT
    count(*) AS customers,
    sum(detractor) AS detractors,
    sum(high_effort) AS high_effort,
    sum(detractor * high_effort) AS both_at_once
FROM bad_experiences
