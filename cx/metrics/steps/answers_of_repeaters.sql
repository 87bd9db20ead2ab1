-- Answers to be put together by customer: those of customers who ever answered more than once.
SELECT * FROM responses WHERE person_no IN (SELECT person_no FROM mart.repeat_respondents)
