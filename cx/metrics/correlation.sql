-- Do customers with a higher score spend and return more afterwards? Sums over mid-ranks (ties share their mean rank) of
-- score and outcome, from which Spearman's coefficient follows. One response per customer, period and score: the first.
WITH answers AS (
    SELECT response_id, person_no, response_date, period, split, 'nps' AS score, CAST(nps AS DOUBLE) AS x
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND nps IS NOT NULL
    UNION ALL
    SELECT
        response_id, person_no, response_date, period, split, 'csat' AS score,
        (csat - csat_low) / (csat_high - csat_low) AS x
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND csat_high > csat_low AND csat BETWEEN csat_low AND csat_high
    UNION ALL
    SELECT response_id, person_no, response_date, period, split, 'ces' AS score, ces_seven AS x
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL AND ces_seven IS NOT NULL
),
ordered AS (
    SELECT
        answers.*,
        row_number() OVER (
            PARTITION BY answers.period, answers.score, answers.person_no
            ORDER BY answers.response_date, answers.response_id
        ) AS place
    FROM answers
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
        followed.person_no,
        followed.x,
        CAST(coalesce(sum(activity.net_revenue), 0) AS DOUBLE) AS revenue,
        CAST(coalesce(sum(activity.orders), 0) AS DOUBLE) AS orders
    FROM followed
    LEFT JOIN mart.activity AS activity
        ON activity.person_no = followed.person_no
        AND activity.order_date > followed.response_date
        AND activity.order_date <= followed.followed_to
    GROUP BY followed.period, followed.split, followed.score, followed.person_no, followed.x
),
pairs AS (
    SELECT period, split, score, 'forward_revenue' AS outcome, x, revenue AS y FROM outcomes
    UNION ALL
    SELECT period, split, score, 'forward_orders' AS outcome, x, orders AS y FROM outcomes
    UNION ALL
    SELECT period, split, score, 'repurchase' AS outcome, x, CASE WHEN orders > 0 THEN 1.0 ELSE 0.0 END AS y
    FROM outcomes
),
ranks AS (
    SELECT
        period,
        split,
        score,
        outcome,
        rank() OVER (PARTITION BY period, split, score, outcome ORDER BY x)
            + (count(*) OVER (PARTITION BY period, split, score, outcome, x) - 1) / 2.0 AS rank_x,
        rank() OVER (PARTITION BY period, split, score, outcome ORDER BY y)
            + (count(*) OVER (PARTITION BY period, split, score, outcome, y) - 1) / 2.0 AS rank_y
    FROM pairs
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
    ranks.period,
    ranks.split,
    ranks.score,
    ranks.outcome,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    count(*) AS customers,
    sum(CAST(rank_x AS DOUBLE)) AS sum_x,
    sum(CAST(rank_y AS DOUBLE)) AS sum_y,
    sum(CAST(rank_x AS DOUBLE) * rank_x) AS sum_xx,
    sum(CAST(rank_y AS DOUBLE) * rank_y) AS sum_yy,
    sum(CAST(rank_x AS DOUBLE) * rank_y) AS sum_xy
FROM ranks
CROSS JOIN money
GROUP BY
    ranks.period, ranks.split, ranks.score, ranks.outcome,
    money.currency, money.other_currency, money.amounts_missing
ORDER BY ranks.period, ranks.split, ranks.score, ranks.outcome
