-- What customers spent in the forward_days after an answer (score effort: after a contact), by its band. One per customer,
-- period and score: the first one. Only with forward_days of orders after it; no order counts 0. A band of few customers
-- comes amount by amount, so that its mean can be resampled; the others as one line of sums.
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
),
outcomes AS (
    SELECT
        first_ones.period,
        first_ones.split,
        first_ones.score,
        first_ones.band,
        followed.later_revenue AS revenue,
        followed.currency,
        followed.other_currency,
        followed.has_amounts
    FROM first_ones
    CROSS JOIN params
    JOIN mart.followed AS followed ON followed.person_no = first_ones.person_no AND followed.day = first_ones.day
    WHERE (params.score = 'all' OR params.score = first_ones.score) AND followed.forward_known = 1
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
