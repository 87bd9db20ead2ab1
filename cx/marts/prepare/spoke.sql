-- When every person first answered or asked.
SELECT person_no, min(day) AS first_spoke_date
FROM (
    SELECT person_no, response_date AS day FROM mart.responses
    UNION ALL SELECT person_no, contact_date FROM mart.contacts
) AS said
WHERE person_no IS NOT NULL
GROUP BY person_no
