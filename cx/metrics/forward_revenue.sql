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
sizes AS (
    SELECT period, split, score, band, count(*) AS customers
    FROM outcomes
    GROUP BY period, split, score, band
),
counted AS (
    SELECT
        outcomes.period,
        outcomes.split,
        outcomes.score,
        outcomes.band,
        outcomes.revenue,
        CASE WHEN sizes.customers <= 500 THEN outcomes.revenue END AS amount
    FROM outcomes
    JOIN sizes
        ON sizes.score = outcomes.score
        AND sizes.band = outcomes.band
        AND sizes.period IS NOT DISTINCT FROM outcomes.period
        AND sizes.split IS NOT DISTINCT FROM outcomes.split
),
money AS (
    SELECT
        min(currency) AS currency,
        max(other_currency) AS other_currency,
        CASE WHEN max(has_amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM outcomes
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
