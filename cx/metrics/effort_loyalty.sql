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
),
followed AS (
    SELECT
        ordered.person_no,
        ordered.period,
        ordered.split,
        ordered.band,
        ordered.response_date,
        ordered.response_date + params.forward_days AS forward_to,
        ordered.response_date + params.churn_days AS churn_to,
        CASE WHEN ordered.response_date + params.forward_days <= params.orders_to THEN 1 ELSE 0 END AS forward_known,
        CASE WHEN ordered.response_date + params.churn_days <= params.orders_to THEN 1 ELSE 0 END AS churn_known
    FROM ordered
    CROSS JOIN params
    WHERE ordered.place = 1
),
outcomes AS (
    SELECT
        followed.person_no,
        followed.period,
        followed.split,
        followed.band,
        followed.forward_known,
        followed.churn_known,
        max(CASE WHEN activity.order_date <= followed.forward_to THEN 1 ELSE 0 END) AS repurchased,
        max(CASE WHEN activity.order_date <= followed.churn_to THEN 1 ELSE 0 END) AS stayed
    FROM followed
    LEFT JOIN mart.activity AS activity
        ON activity.person_no = followed.person_no
        AND activity.order_date > followed.response_date
        AND activity.orders > 0
    GROUP BY
        followed.person_no, followed.period, followed.split, followed.band,
        followed.forward_known, followed.churn_known
)
SELECT
    period,
    split,
    band,
    sum(forward_known) AS forward_customers,
    sum(forward_known * repurchased) AS repurchased,
    sum(churn_known) AS churn_customers,
    sum(churn_known * (1 - stayed)) AS churned
FROM outcomes
GROUP BY period, split, band
ORDER BY period, split, band
