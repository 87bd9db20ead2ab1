-- What customers spent in the forward_days after an answer (score effort: after a contact), by its band. One per customer,
-- period and score: the first one. Only with forward_days of orders after it; no order counts 0. A band of few customers
-- comes amount by amount, so that its mean can be resampled; the others as one line of sums.
WITH answers AS (
    SELECT
        response_id, person_no, response_date, period, split, 'nps' AS score,
        CASE WHEN nps >= 9 THEN 'promoter' WHEN nps >= 7 THEN 'passive' ELSE 'detractor' END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND nps IS NOT NULL
    UNION ALL
    SELECT
        response_id, person_no, response_date, period, split, 'csat' AS score,
        CASE
            WHEN csat_top_two = 1 THEN 'satisfied' WHEN csat <= csat_low + 1 THEN 'dissatisfied' ELSE 'neutral'
        END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND csat_top_two IS NOT NULL
    UNION ALL
    SELECT
        response_id, person_no, response_date, period, split, 'ces' AS score,
        CASE WHEN ces_seven >= 5 THEN 'low effort' WHEN ces_seven > 3 THEN 'medium effort' ELSE 'high effort' END AS band
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND ces_seven IS NOT NULL
    UNION ALL
    SELECT
        contact_id AS response_id, person_no, contact_date AS response_date, period, split, 'effort' AS score,
        effort_band AS band
    FROM contacts
    WHERE person_no IS NOT NULL AND effort_band IS NOT NULL
),
ordered AS (
    SELECT
        answers.*,
        row_number() OVER (
            PARTITION BY answers.period, answers.score, answers.person_no
            ORDER BY answers.response_date, answers.response_id
        ) AS place
    FROM answers
    CROSS JOIN params
    WHERE params.score = 'all' OR params.score = answers.score
),
followed AS (
    SELECT ordered.*, ordered.response_date + params.forward_days AS followed_to
    FROM ordered
    CROSS JOIN params
    WHERE ordered.place = 1 AND ordered.response_date + params.forward_days <= params.orders_to
),
outcomes AS (
    SELECT
        followed.period,
        followed.split,
        followed.score,
        followed.band,
        followed.person_no,
        coalesce(sum(activity.net_revenue), 0) AS revenue
    FROM followed
    LEFT JOIN mart.activity AS activity
        ON activity.person_no = followed.person_no
        AND activity.order_date > followed.response_date
        AND activity.order_date <= followed.followed_to
    GROUP BY followed.period, followed.split, followed.score, followed.band, followed.person_no
),
counted AS (
    SELECT
        outcomes.*,
        CASE
            WHEN count(*) OVER (PARTITION BY outcomes.period, outcomes.split, outcomes.score, outcomes.band) <= 500
                THEN outcomes.revenue
        END AS amount
    FROM outcomes
),
money AS (
    SELECT
        min(coalesce(money_currency, '')) AS currency,
        max(coalesce(money_currency, '')) AS other_currency,
        CASE WHEN count(*) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM followed)
)
SELECT
    counted.period,
    counted.split,
    counted.score,
    counted.band,
    CAST(counted.amount AS DOUBLE) AS amount,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    count(*) AS customers,
    CAST(sum(counted.revenue) AS DOUBLE) AS revenue,
    sum(CAST(counted.revenue AS DOUBLE) * counted.revenue) AS revenue_squares,
    CAST(min(counted.revenue) AS DOUBLE) AS lowest_revenue
FROM counted
CROSS JOIN money
GROUP BY
    counted.period, counted.split, counted.score, counted.band, counted.amount,
    money.currency, money.other_currency, money.amounts_missing
ORDER BY counted.period, counted.split, counted.score, counted.band, amount
