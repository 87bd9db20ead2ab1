-- Do customers with a higher score spend and return more afterwards? Sums over mid-ranks (ties share their mean rank) of
-- score and outcome, from which Spearman's coefficient follows. One response (for effort: one contact) per customer,
-- period and score: the first. within_*: products of ranks about their means in each segment, added up over segments: of
-- score x, outcome y, tenure t and spend s in the 365 days up to the answer; from them follow partial coefficients.
WITH placed AS (
    SELECT
        responses.*,
        CASE
            WHEN csat_high > csat_low AND csat BETWEEN csat_low AND csat_high
                THEN (csat - csat_low) / (csat_high - csat_low)
        END AS csat_share
    FROM responses
    WHERE answered = 1 AND person_no IS NOT NULL
),
told AS (
    SELECT
        placed.*,
        count(nps) OVER in_time AS nps_place,
        count(csat_share) OVER in_time AS csat_place,
        count(ces_seven) OVER in_time AS ces_place
    FROM placed
    WINDOW in_time AS (
        PARTITION BY period, person_no ORDER BY response_date, response_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),
asked AS (
    SELECT
        person_no,
        contact_date,
        period,
        split,
        -- Where too few answers calibrate a score, no contact has one and the signs of effort are counted.
        CAST(coalesce(effort_score, effort_signals) AS DOUBLE) AS x,
        row_number() OVER (PARTITION BY period, person_no ORDER BY opened_at, contact_id) AS place
    FROM contacts
    WHERE person_no IS NOT NULL AND effort_signals IS NOT NULL
),
first_ones AS (
    SELECT person_no, response_date AS day, period, split, 'nps' AS score, CAST(nps AS DOUBLE) AS x
    FROM told
    WHERE nps IS NOT NULL AND nps_place = 1
    UNION ALL
    SELECT person_no, response_date AS day, period, split, 'csat' AS score, csat_share AS x
    FROM told
    WHERE csat_share IS NOT NULL AND csat_place = 1
    UNION ALL
    SELECT person_no, response_date AS day, period, split, 'ces' AS score, ces_seven AS x
    FROM told
    WHERE ces_seven IS NOT NULL AND ces_place = 1
    UNION ALL
    SELECT person_no, contact_date AS day, period, split, 'effort' AS score, x
    FROM asked
    WHERE place = 1
),
outcomes AS (
    SELECT
        first_ones.period,
        first_ones.split,
        first_ones.score,
        first_ones.x,
        followed.segment_no AS segment,
        CAST(followed.later_revenue AS DOUBLE) AS revenue,
        followed.later_orders AS orders,
        followed.repurchased,
        followed.earlier_tenure AS tenure,
        CAST(followed.earlier_revenue AS DOUBLE) AS spend,
        followed.currency,
        followed.other_currency,
        followed.has_amounts
    FROM first_ones
    JOIN mart.followed AS followed ON followed.person_no = first_ones.person_no AND followed.day = first_ones.day
    WHERE followed.forward_known = 1
),
x_ranks AS (
    SELECT
        period, split, score, x,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY x) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, x
),
tenure_ranks AS (
    SELECT
        period, split, score, tenure,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY tenure) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, tenure
),
spend_ranks AS (
    SELECT
        period, split, score, spend,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY spend) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, spend
),
revenue_ranks AS (
    SELECT
        period, split, score, revenue,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY revenue) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, revenue
),
orders_ranks AS (
    SELECT
        period, split, score, orders,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY orders) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, orders
),
repurchase_ranks AS (
    SELECT
        period, split, score, repurchased,
        CAST(sum(count(*)) OVER (PARTITION BY period, split, score ORDER BY repurchased) AS DOUBLE) - (count(*) - 1) / 2.0 AS place
    FROM outcomes
    GROUP BY period, split, score, repurchased
),
ranks AS (
    SELECT
        o.period,
        o.split,
        o.score,
        o.segment,
        x_ranks.place AS x,
        tenure_ranks.place AS t,
        spend_ranks.place AS s,
        revenue_ranks.place AS revenue,
        orders_ranks.place AS orders,
        repurchase_ranks.place AS repurchase
    FROM outcomes AS o
    JOIN x_ranks
        ON x_ranks.score = o.score AND x_ranks.x = o.x
        AND x_ranks.period IS NOT DISTINCT FROM o.period AND x_ranks.split IS NOT DISTINCT FROM o.split
    JOIN tenure_ranks
        ON tenure_ranks.score = o.score AND tenure_ranks.tenure = o.tenure
        AND tenure_ranks.period IS NOT DISTINCT FROM o.period AND tenure_ranks.split IS NOT DISTINCT FROM o.split
    JOIN spend_ranks
        ON spend_ranks.score = o.score AND spend_ranks.spend = o.spend
        AND spend_ranks.period IS NOT DISTINCT FROM o.period AND spend_ranks.split IS NOT DISTINCT FROM o.split
    JOIN revenue_ranks
        ON revenue_ranks.score = o.score AND revenue_ranks.revenue = o.revenue
        AND revenue_ranks.period IS NOT DISTINCT FROM o.period AND revenue_ranks.split IS NOT DISTINCT FROM o.split
    JOIN orders_ranks
        ON orders_ranks.score = o.score AND orders_ranks.orders = o.orders
        AND orders_ranks.period IS NOT DISTINCT FROM o.period AND orders_ranks.split IS NOT DISTINCT FROM o.split
    JOIN repurchase_ranks
        ON repurchase_ranks.score = o.score AND repurchase_ranks.repurchased = o.repurchased
        AND repurchase_ranks.period IS NOT DISTINCT FROM o.period AND repurchase_ranks.split IS NOT DISTINCT FROM o.split
),
products AS (
    SELECT
        period,
        split,
        score,
        count(*) AS n,
        sum(x) AS x,
        sum(t) AS t,
        sum(s) AS s,
        sum(x * x) AS xx,
        sum(t * t) AS tt,
        sum(s * s) AS ss,
        sum(x * t) AS xt,
        sum(x * s) AS xs,
        sum(t * s) AS ts,
        sum(revenue) AS revenue,
        sum(revenue * revenue) AS revenue_y,
        sum(x * revenue) AS revenue_x,
        sum(t * revenue) AS revenue_t,
        sum(s * revenue) AS revenue_s,
        sum(orders) AS orders,
        sum(orders * orders) AS orders_y,
        sum(x * orders) AS orders_x,
        sum(t * orders) AS orders_t,
        sum(s * orders) AS orders_s,
        sum(repurchase) AS repurchase,
        sum(repurchase * repurchase) AS repurchase_y,
        sum(x * repurchase) AS repurchase_x,
        sum(t * repurchase) AS repurchase_t,
        sum(s * repurchase) AS repurchase_s
    FROM ranks
    GROUP BY period, split, score, segment
),
sums AS (
    SELECT
        period, split, score, 'forward_revenue' AS outcome, n, x, t, s, xx, tt, ss, xt, xs, ts,
        revenue AS y, revenue_y AS yy, revenue_x AS xy, revenue_t AS yt, revenue_s AS ys
    FROM products
    UNION ALL
    SELECT
        period, split, score, 'forward_orders' AS outcome, n, x, t, s, xx, tt, ss, xt, xs, ts,
        orders AS y, orders_y AS yy, orders_x AS xy, orders_t AS yt, orders_s AS ys
    FROM products
    UNION ALL
    SELECT
        period, split, score, 'repurchase' AS outcome, n, x, t, s, xx, tt, ss, xt, xs, ts,
        repurchase AS y, repurchase_y AS yy, repurchase_x AS xy, repurchase_t AS yt, repurchase_s AS ys
    FROM products
),
money AS (
    SELECT
        min(currency) AS currency,
        max(other_currency) AS other_currency,
        CASE WHEN max(has_amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM outcomes
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
