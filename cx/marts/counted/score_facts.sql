-- What every customer's answers of a month add up to. Answers of nobody known are a line each, of person 0.
WITH told AS (
    SELECT
        person_no,
        response_id,
        CAST(date_trunc('month', response_date) AS DATE) AS month,
        CASE WHEN nps >= 9 THEN 1 ELSE 0 END AS promoters,
        CASE WHEN nps BETWEEN 7 AND 8 THEN 1 ELSE 0 END AS passives,
        CASE WHEN nps <= 6 THEN 1 ELSE 0 END AS detractors,
        CASE WHEN nps IS NULL THEN 0 ELSE 1 END AS nps_answers,
        coalesce(csat_top_two, 0) AS satisfied,
        CASE WHEN csat_top_two IS NULL THEN 0 ELSE 1 END AS csat_answers,
        coalesce(ces_seven, 0) AS ces_total,
        CASE WHEN ces_seven IS NULL THEN 0 ELSE 1 END AS ces_answers
    FROM mart.responses
    WHERE response_date IS NOT NULL
)
SELECT
    coalesce(person_no, 0) AS person_no,
    month,
    sum(promoters) AS promoters,
    sum(passives) AS passives,
    sum(detractors) AS detractors,
    sum(nps_answers) AS nps_answers,
    sum(satisfied) AS satisfied,
    sum(csat_answers) AS csat_answers,
    sum(ces_total) AS ces_total,
    sum(ces_answers) AS ces_answers
FROM told
GROUP BY person_no, month, CASE WHEN person_no IS NULL THEN response_id END
