-- Who ordered again, who was lost and who would not recommend, by the band of an experience. One experience per customer,
-- period and score: the first answer, or for score effort the first contact. Every outcome has its own n: customers
-- followed for long enough, or who told how likely they recommend within forward_days.
WITH told AS (
    SELECT
        responses.*,
        count(responses.nps) OVER in_time AS nps_place,
        count(responses.csat_top_two) OVER in_time AS csat_place,
        count(responses.ces_seven) OVER in_time AS ces_place
    FROM responses
    CROSS JOIN params
    WHERE responses.answered = 1 AND responses.person_no IS NOT NULL AND params.score <> 'effort'
    WINDOW in_time AS (
        PARTITION BY responses.period, responses.person_no ORDER BY responses.response_date, responses.response_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),
asked AS (
    SELECT
        contacts.*,
        row_number() OVER (
            PARTITION BY contacts.period, contacts.person_no ORDER BY contacts.contact_date, contacts.contact_id
        ) AS place
    FROM contacts
    CROSS JOIN params
    WHERE contacts.person_no IS NOT NULL AND contacts.effort_band IS NOT NULL AND params.score IN ('all', 'effort')
),
first_ones AS (
    SELECT
        person_no, response_date AS day, period, split, 'nps' AS score,
        CASE WHEN nps >= 9 THEN 'promoter' WHEN nps >= 7 THEN 'passive' ELSE 'detractor' END AS band
    FROM told
    WHERE nps IS NOT NULL AND nps_place = 1
    UNION ALL
    SELECT
        person_no, response_date AS day, period, split, 'csat' AS score,
        CASE
            WHEN csat_top_two = 1 THEN 'satisfied' WHEN csat <= csat_low + 1 THEN 'dissatisfied' ELSE 'neutral'
        END AS band
    FROM told
    WHERE csat_top_two IS NOT NULL AND csat_place = 1
    UNION ALL
    SELECT
        person_no, response_date AS day, period, split, 'ces' AS score,
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END AS band
    FROM told
    WHERE ces_seven IS NOT NULL AND ces_place = 1
    UNION ALL
    SELECT person_no, contact_date AS day, period, split, 'effort' AS score, effort_band AS band
    FROM asked
    WHERE place = 1
)
SELECT
    first_ones.period,
    first_ones.split,
    first_ones.score,
    first_ones.band,
    sum(coalesce(followed.forward_known, 0)) AS forward_customers,
    sum(coalesce(followed.forward_known * followed.repurchased, 0)) AS repurchased,
    sum(coalesce(followed.churn_known, 0)) AS churn_customers,
    sum(coalesce(followed.churn_known * followed.churned, 0)) AS churned,
    count(CASE WHEN first_ones.score IN ('ces', 'effort') THEN followed.told_detractor END) AS told_customers,
    sum(CASE WHEN first_ones.score IN ('ces', 'effort') THEN coalesce(followed.told_detractor, 0) ELSE 0 END)
        AS detractors
FROM first_ones
CROSS JOIN params
LEFT JOIN mart.followed AS followed ON followed.person_no = first_ones.person_no AND followed.day = first_ones.day
WHERE params.score = 'all' OR params.score = first_ones.score
GROUP BY first_ones.period, first_ones.split, first_ones.score, first_ones.band
ORDER BY first_ones.period, first_ones.split, first_ones.score, first_ones.band
