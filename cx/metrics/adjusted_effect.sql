-- One row per score and customer: the first answer (for effort: the first contact) with forward_days of orders after it,
-- what he spent after it, and what was known of him before it. later_*: after the day; former_*: the forward_days up to
-- the day; earlier_*: the 365 days up to the day; long_*: the 365 days before the former ones. Labels are numbers, the
-- most frequent first, from 8 on together, 0 for none. The currency stands on the rows of one customer only.
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
        CAST(nps AS DOUBLE) AS level, 0.0 AS level_low, 10.0 AS level_high,
        CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN 0 END AS good
    FROM told
    WHERE nps IS NOT NULL AND nps_place = 1
    UNION ALL
    SELECT
        person_no, response_date, period, split, 'csat', csat, csat_low, csat_high,
        CASE WHEN csat_top_two = 1 THEN 1 WHEN csat <= csat_low + 1 THEN 0 END
    FROM told
    WHERE csat_top_two IS NOT NULL AND csat_place = 1
    UNION ALL
    SELECT
        person_no, response_date, period, split, 'ces', ces_seven, 1.0, 7.0,
        CASE WHEN ces_seven >= 5 THEN 1 WHEN ces_seven <= 3 THEN 0 END
    FROM told
    WHERE ces_seven IS NOT NULL AND ces_place = 1
    UNION ALL
    SELECT
        person_no, contact_date, period, split, 'effort', CAST(effort_signals AS DOUBLE), 0.0, 4.0,
        CASE effort_band WHEN 'low effort' THEN 1 WHEN 'high effort' THEN 0 END
    FROM asked
    WHERE place = 1
),
customers_followed AS (
    SELECT
        first_ones.period, first_ones.split, first_ones.score, first_ones.level, first_ones.level_low,
        first_ones.level_high, first_ones.good, followed.*
    FROM first_ones
    CROSS JOIN params
    JOIN mart.followed AS followed ON followed.person_no = first_ones.person_no AND followed.day = first_ones.day
    WHERE (params.score = 'all' OR params.score = first_ones.score) AND followed.forward_known = 1
),
money AS (
    SELECT
        min(currency) AS currency,
        max(other_currency) AS other_currency,
        CASE WHEN max(has_amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing,
        min(person_no) AS person_no
    FROM customers_followed
)
SELECT
    f.period,
    f.split,
    f.score,
    f.level,
    f.level_low,
    f.level_high,
    f.good,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    CAST(f.later_revenue AS DOUBLE) AS later_revenue,
    f.repurchased,
    CASE WHEN f.churn_known = 1 THEN f.churned END AS churned,
    CAST(f.former_revenue AS DOUBLE) AS former_revenue,
    f.has_former,
    CASE WHEN f.segment_no > 8 THEN 8 ELSE f.segment_no END AS segment,
    CASE WHEN f.region_no > 8 THEN 8 ELSE f.region_no END AS region,
    CASE WHEN f.plan_no > 8 THEN 8 ELSE f.plan_no END AS plan,
    CASE WHEN f.channel_no > 8 THEN 8 ELSE f.channel_no END AS acquisition_channel,
    CAST(date_part('quarter', f.day) AS INTEGER) AS season,
    f.day - DATE '2000-01-01' AS day_number,
    f.earlier_tenure,
    CAST(f.earlier_revenue AS DOUBLE) AS earlier_revenue,
    f.earlier_orders,
    f.earlier_recency,
    f.earlier_contacts,
    f.long_tenure,
    CAST(f.long_revenue AS DOUBLE) AS long_revenue,
    f.long_orders,
    f.long_recency,
    f.long_contacts
FROM customers_followed AS f
LEFT JOIN money ON money.person_no = f.person_no
ORDER BY f.period, f.split, f.score, f.person_no
