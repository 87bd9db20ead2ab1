-- Answers that are a customer each: those of nobody known.
SELECT * FROM responses WHERE person_no IS NULL
