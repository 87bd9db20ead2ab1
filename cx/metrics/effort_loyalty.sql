-- Did customers order again after telling how much effort it took? One response per customer and period: the first with
-- an effort score, rescaled to 1-7 where 7 is easiest. Each outcome counts only customers followed for long enough.
WITH ordered AS (
    SELECT
        person_no,
        response_date,
        period,
        split,
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END AS band,
        row_number() OVER (PARTITION BY period, person_no ORDER BY response_date, response_id) AS place
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND ces_seven IS NOT NULL
)
SELECT
    ordered.period,
    ordered.split,
    ordered.band,
    sum(coalesce(followed.forward_known, 0)) AS forward_customers,
    sum(coalesce(followed.forward_known * followed.repurchased, 0)) AS repurchased,
    sum(coalesce(followed.churn_known, 0)) AS churn_customers,
    sum(coalesce(followed.churn_known * followed.churned, 0)) AS churned
FROM ordered
LEFT JOIN mart.followed AS followed ON followed.person_no = ordered.person_no AND followed.day = ordered.response_date
WHERE ordered.place = 1
GROUP BY ordered.period, ordered.split, ordered.band
ORDER BY ordered.period, ordered.split, ordered.band
