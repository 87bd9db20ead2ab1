-- What customers spent in the forward_days after an answer (score effort: after a contact), by its band. One per customer,
-- period and score: the first one. Only with forward_days of orders after it; no order counts 0. A band of few customers
-- comes amount by amount, so that its mean can be resampled; the others as one line of sums.
WITH outcomes AS (
    SELECT
        experiences.period,
        experiences.split,
        experiences.score,
        experiences.band,
        followed.later_revenue AS revenue,
        followed.currency,
        followed.other_currency,
        followed.has_amounts
    FROM experiences
    JOIN mart.followed AS followed ON followed.person_no = experiences.person_no AND followed.day = experiences.day
    WHERE followed.forward_known = 1
),
sums AS (
    SELECT
        period,
        split,
        score,
        band,
        count(*) AS customers,
        CAST(sum(revenue) AS DOUBLE) AS revenue,
        sum(CAST(revenue AS DOUBLE) * revenue) AS revenue_squares,
        CAST(min(revenue) AS DOUBLE) AS lowest_revenue,
        min(currency) AS currency,
        max(other_currency) AS other_currency,
        max(has_amounts) AS has_amounts
    FROM outcomes
    GROUP BY period, split, score, band
),
few AS (SELECT period, split, score, band FROM sums WHERE customers <= 500),
lines AS (
    SELECT
        period, split, score, band, CAST(NULL AS DOUBLE) AS amount, customers, revenue, revenue_squares, lowest_revenue
    FROM sums
    WHERE customers > 500
    UNION ALL
    SELECT
        outcomes.period,
        outcomes.split,
        outcomes.score,
        outcomes.band,
        CAST(outcomes.revenue AS DOUBLE) AS amount,
        count(*) AS customers,
        CAST(sum(outcomes.revenue) AS DOUBLE) AS revenue,
        sum(CAST(outcomes.revenue AS DOUBLE) * outcomes.revenue) AS revenue_squares,
        CAST(min(outcomes.revenue) AS DOUBLE) AS lowest_revenue
    FROM outcomes
    JOIN few
        ON few.score = outcomes.score
        AND few.band = outcomes.band
        AND few.period IS NOT DISTINCT FROM outcomes.period
        AND few.split IS NOT DISTINCT FROM outcomes.split
    GROUP BY outcomes.period, outcomes.split, outcomes.score, outcomes.band, outcomes.revenue
),
money AS (
    SELECT
        min(currency) AS currency,
        max(other_currency) AS other_currency,
        CASE WHEN max(has_amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM sums
)
SELECT
    lines.period,
    lines.split,
    lines.score,
    lines.band,
    lines.amount,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    lines.customers,
    lines.revenue,
    lines.revenue_squares,
    lines.lowest_revenue
FROM lines
CROSS JOIN money
ORDER BY lines.period, lines.split, lines.score, lines.band, lines.amount
