-- Who ordered again, who was lost and who would not recommend, by the band of an experience. One experience per customer,
-- period and score: the first answer, or for score effort the first contact. Every outcome has its own n: customers
-- followed for long enough, or who told how likely they recommend within forward_days.
WITH experiences AS (
    SELECT
        response_id AS id, person_no, response_date AS day, period, split, 'nps' AS score,
        CASE WHEN nps >= 9 THEN 'promoter' WHEN nps >= 7 THEN 'passive' ELSE 'detractor' END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND nps IS NOT NULL
    UNION ALL
    SELECT
        response_id AS id, person_no, response_date AS day, period, split, 'csat' AS score,
        CASE
            WHEN csat_top_two = 1 THEN 'satisfied' WHEN csat <= csat_low + 1 THEN 'dissatisfied' ELSE 'neutral'
        END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND csat_top_two IS NOT NULL
    UNION ALL
    SELECT
        response_id AS id, person_no, response_date AS day, period, split, 'ces' AS score,
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND ces_seven IS NOT NULL
    UNION ALL
    SELECT contact_id AS id, person_no, contact_date AS day, period, split, 'effort' AS score, effort_band AS band
    FROM contacts
    WHERE person_no IS NOT NULL AND effort_band IS NOT NULL
),
ordered AS (
    SELECT
        experiences.*,
        row_number() OVER (
            PARTITION BY experiences.period, experiences.score, experiences.person_no
            ORDER BY experiences.day, experiences.id
        ) AS place
    FROM experiences
    CROSS JOIN params
    WHERE params.score = 'all' OR params.score = experiences.score
),
followed AS (
    SELECT
        ordered.*,
        ordered.day + params.forward_days AS forward_to,
        ordered.day + params.churn_days AS churn_to,
        CASE WHEN ordered.day + params.forward_days <= params.orders_to THEN 1 ELSE 0 END AS forward_known,
        CASE WHEN ordered.day + params.churn_days <= params.orders_to THEN 1 ELSE 0 END AS churn_known
    FROM ordered
    CROSS JOIN params
    WHERE ordered.place = 1
),
outcomes AS (
    SELECT
        followed.period,
        followed.split,
        followed.score,
        followed.band,
        followed.person_no,
        followed.forward_known,
        followed.churn_known,
        max(CASE WHEN activity.order_date <= followed.forward_to THEN 1 ELSE 0 END) AS repurchased,
        max(CASE WHEN activity.order_date <= followed.churn_to THEN 1 ELSE 0 END) AS stayed
    FROM followed
    LEFT JOIN mart.activity AS activity
        ON activity.person_no = followed.person_no
        AND activity.order_date > followed.day
        AND activity.order_date <= greatest(followed.forward_to, followed.churn_to)
        AND activity.orders > 0
    GROUP BY
        followed.period, followed.split, followed.score, followed.band, followed.person_no,
        followed.forward_known, followed.churn_known
),
told AS (
    SELECT
        followed.period,
        followed.score,
        followed.person_no,
        CASE WHEN later.nps <= 6 THEN 1 ELSE 0 END AS detractor,
        row_number() OVER (
            PARTITION BY followed.period, followed.score, followed.person_no
            ORDER BY later.response_date, later.response_id
        ) AS place
    FROM followed
    JOIN mart.responses AS later
        ON later.person_no = followed.person_no
        AND later.response_date >= followed.day
        AND later.response_date <= followed.forward_to
        AND later.answered = 1
        AND later.nps IS NOT NULL
    WHERE followed.score IN ('ces', 'effort')
)
SELECT
    outcomes.period,
    outcomes.split,
    outcomes.score,
    outcomes.band,
    sum(outcomes.forward_known) AS forward_customers,
    sum(outcomes.forward_known * outcomes.repurchased) AS repurchased,
    sum(outcomes.churn_known) AS churn_customers,
    sum(outcomes.churn_known * (1 - outcomes.stayed)) AS churned,
    count(told.detractor) AS told_customers,
    sum(coalesce(told.detractor, 0)) AS detractors
FROM outcomes
LEFT JOIN told
    ON told.score = outcomes.score
    AND told.person_no = outcomes.person_no
    AND told.period IS NOT DISTINCT FROM outcomes.period
    AND told.place = 1
GROUP BY outcomes.period, outcomes.split, outcomes.score, outcomes.band
ORDER BY outcomes.period, outcomes.split, outcomes.score, outcomes.band
