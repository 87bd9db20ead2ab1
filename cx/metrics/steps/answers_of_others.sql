-- Answers that are a customer each: those of nobody known, and those of customers who never answered again.
SELECT *
FROM responses
WHERE person_no IS NULL OR person_no NOT IN (SELECT person_no FROM mart.repeat_respondents)
