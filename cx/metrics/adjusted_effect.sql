-- One row per score and customer: the first answer (for effort: the first contact) with forward_days of orders after it,
-- what he spent after it, and what was known of him before it. later_*: after the day; former_*: the forward_days up to
-- the day; earlier_*: the 365 days up to the day; long_*: the 365 days before the former ones. Labels are numbers, the
-- most frequent first, from 8 on together, 0 for none. The currency stands on the rows of one customer only.
WITH customers_followed AS (
    SELECT
        experiences.period,
        experiences.split,
        experiences.score,
        experiences.level,
        experiences.level_low,
        experiences.level_high,
        CASE
            WHEN experiences.band IN ('promoter', 'satisfied', 'low effort') THEN 1
            WHEN experiences.band IN ('detractor', 'dissatisfied', 'high effort') THEN 0
        END AS good,
        followed.*
    FROM experiences
    JOIN mart.followed AS followed ON followed.person_no = experiences.person_no AND followed.day = experiences.day
    WHERE followed.forward_known = 1
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
