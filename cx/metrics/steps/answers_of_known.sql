-- Answers to be put together by customer: all of those whose customer is known.
SELECT * FROM responses WHERE person_no IS NOT NULL
