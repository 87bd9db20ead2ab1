-- Do customers with a higher score spend and return more afterwards? Sums over mid-ranks (ties share their mean rank) of
-- score and outcome, from which Spearman's coefficient follows. One response (for effort: one contact) per customer,
-- period and score: the first. within_*: products of ranks about their means in each segment, added up over segments: of
-- score x, outcome y, tenure t and spend s in the 365 days up to the answer; from them follow partial coefficients.
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
    UNION ALL
    -- Where too few answers calibrate a score, no contact has one and the signs of effort are counted.
    SELECT
        contact_id, person_no, contact_date, period, split, 'effort' AS score,
        CAST(coalesce(effort_score, effort_signals) AS DOUBLE) AS x
    FROM contacts
    WHERE person_no IS NOT NULL AND effort_signals IS NOT NULL
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
        followed.response_date,
        CAST(coalesce(sum(CASE WHEN activity.order_date > followed.response_date THEN activity.net_revenue END), 0)
            AS DOUBLE) AS revenue,
        coalesce(sum(CASE WHEN activity.order_date > followed.response_date THEN activity.orders END), 0) AS orders,
        CAST(coalesce(sum(CASE WHEN activity.order_date <= followed.response_date THEN activity.net_revenue END), 0)
            AS DOUBLE) AS spend
    FROM followed
    LEFT JOIN mart.activity AS activity
        ON activity.person_no = followed.person_no
        AND activity.order_date > followed.response_date - 365
        AND activity.order_date <= followed.followed_to
    GROUP BY
        followed.period, followed.split, followed.score, followed.person_no, followed.x, followed.response_date
),
known AS (
    SELECT
        outcomes.*,
        CASE WHEN outcomes.orders > 0 THEN 1 ELSE 0 END AS repurchased,
        coalesce(outcomes.response_date - customers.first_seen_date, 0) AS tenure,
        coalesce(customers.segment, '') AS segment
    FROM outcomes
    LEFT JOIN mart.customers AS customers ON customers.person_no = outcomes.person_no
),
ranks AS (
    SELECT
        period,
        split,
        score,
        segment,
        rank() OVER (PARTITION BY period, split, score ORDER BY x)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY x RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS x,
        rank() OVER (PARTITION BY period, split, score ORDER BY tenure)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY tenure RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS t,
        rank() OVER (PARTITION BY period, split, score ORDER BY spend)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY spend RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS s,
        rank() OVER (PARTITION BY period, split, score ORDER BY revenue)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY revenue RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS revenue,
        rank() OVER (PARTITION BY period, split, score ORDER BY orders)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY orders RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS orders,
        rank() OVER (PARTITION BY period, split, score ORDER BY repurchased)
            + (count(*) OVER (
                PARTITION BY period, split, score ORDER BY repurchased RANGE BETWEEN CURRENT ROW AND CURRENT ROW
            ) - 1) / 2.0 AS repurchase
    FROM known
),
pairs AS (
    SELECT period, split, score, segment, 'forward_revenue' AS outcome, x, revenue AS y, t, s FROM ranks
    UNION ALL
    SELECT period, split, score, segment, 'forward_orders' AS outcome, x, orders AS y, t, s FROM ranks
    UNION ALL
    SELECT period, split, score, segment, 'repurchase' AS outcome, x, repurchase AS y, t, s FROM ranks
),
sums AS (
    SELECT
        period,
        split,
        score,
        outcome,
        count(*) AS n,
        sum(CAST(x AS DOUBLE)) AS x,
        sum(CAST(y AS DOUBLE)) AS y,
        sum(CAST(t AS DOUBLE)) AS t,
        sum(CAST(s AS DOUBLE)) AS s,
        sum(CAST(x AS DOUBLE) * x) AS xx,
        sum(CAST(y AS DOUBLE) * y) AS yy,
        sum(CAST(t AS DOUBLE) * t) AS tt,
        sum(CAST(s AS DOUBLE) * s) AS ss,
        sum(CAST(x AS DOUBLE) * y) AS xy,
        sum(CAST(x AS DOUBLE) * t) AS xt,
        sum(CAST(x AS DOUBLE) * s) AS xs,
        sum(CAST(y AS DOUBLE) * t) AS yt,
        sum(CAST(y AS DOUBLE) * s) AS ys,
        sum(CAST(t AS DOUBLE) * s) AS ts
    FROM pairs
    GROUP BY period, split, score, outcome, segment
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
    sums.period,
    sums.split,
    sums.score,
    sums.outcome,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    CAST(sum(sums.n) AS BIGINT) AS customers,
    count(*) AS segments,
    sum(sums.x) AS sum_x,
    sum(sums.y) AS sum_y,
    sum(sums.xx) AS sum_xx,
    sum(sums.yy) AS sum_yy,
    sum(sums.xy) AS sum_xy,
    sum(sums.xx - sums.x * sums.x / sums.n) AS within_xx,
    sum(sums.xy - sums.x * sums.y / sums.n) AS within_xy,
    sum(sums.yy - sums.y * sums.y / sums.n) AS within_yy,
    sum(sums.xt - sums.x * sums.t / sums.n) AS within_xt,
    sum(sums.xs - sums.x * sums.s / sums.n) AS within_xs,
    sum(sums.yt - sums.y * sums.t / sums.n) AS within_yt,
    sum(sums.ys - sums.y * sums.s / sums.n) AS within_ys,
    sum(sums.tt - sums.t * sums.t / sums.n) AS within_tt,
    sum(sums.ts - sums.t * sums.s / sums.n) AS within_ts,
    sum(sums.ss - sums.s * sums.s / sums.n) AS within_ss
FROM sums
CROSS JOIN money
GROUP BY
    sums.period, sums.split, sums.score, sums.outcome,
    money.currency, money.other_currency, money.amounts_missing
ORDER BY sums.period, sums.split, sums.score, sums.outcome
