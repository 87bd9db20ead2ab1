-- One row per score and customer: the first answer (for effort: the first contact) with forward_days of orders after it,
-- what he spent after it, and what was known of him before it. later_*: after the day; former_*: the forward_days up to
-- the day; earlier_*: the 365 days up to the day; long_*: the 365 days before the former ones. Labels are numbers, the
-- most frequent first, from 8 on together, 0 for none. The currency stands on the rows of one customer only.
WITH answers AS (
    SELECT
        response_id AS answer_id, person_no, response_date AS day, period, split, 'nps' AS score,
        CAST(nps AS DOUBLE) AS level, 0.0 AS level_low, 10.0 AS level_high,
        CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN 0 END AS good
    FROM responses
    WHERE answered = 1 AND nps IS NOT NULL
    UNION ALL
    SELECT
        response_id, person_no, response_date, period, split, 'csat', csat, csat_low, csat_high,
        CASE WHEN csat_top_two = 1 THEN 1 WHEN csat <= csat_low + 1 THEN 0 END
    FROM responses
    WHERE answered = 1 AND csat_top_two IS NOT NULL
    UNION ALL
    SELECT
        response_id, person_no, response_date, period, split, 'ces', ces_seven, 1.0, 7.0,
        CASE WHEN ces_seven >= 5 THEN 1 WHEN ces_seven <= 3 THEN 0 END
    FROM responses
    WHERE answered = 1 AND ces_seven IS NOT NULL
    UNION ALL
    SELECT
        contact_id, person_no, contact_date, period, split, 'effort', CAST(effort_signals AS DOUBLE), 0.0, 4.0,
        CASE effort_band WHEN 'low effort' THEN 1 WHEN 'high effort' THEN 0 END
    FROM contacts
    WHERE effort_band IS NOT NULL
),
ordered AS (
    SELECT
        answers.*,
        row_number() OVER (
            PARTITION BY answers.period, answers.score, answers.person_no ORDER BY answers.day, answers.answer_id
        ) AS place
    FROM answers
    CROSS JOIN params
    WHERE answers.person_no IS NOT NULL AND (params.score = 'all' OR params.score = answers.score)
),
followed AS (
    SELECT ordered.*
    FROM ordered
    CROSS JOIN params
    WHERE ordered.place = 1 AND ordered.day + params.forward_days <= params.orders_to
),
moments AS (
    SELECT DISTINCT
        followed.person_no,
        followed.day,
        followed.day + params.forward_days AS forward_to,
        followed.day + params.churn_days AS churn_to,
        followed.day - params.forward_days AS former_from,
        CASE WHEN followed.day + params.churn_days <= params.orders_to THEN 1 ELSE 0 END AS churn_known
    FROM followed
    CROSS JOIN params
),
spent AS (
    SELECT
        m.person_no,
        m.day,
        sum(CASE WHEN a.order_date > m.day AND a.order_date <= m.forward_to THEN a.net_revenue END) AS later_revenue,
        sum(CASE WHEN a.order_date > m.day AND a.order_date <= m.forward_to THEN a.orders END) AS later_orders,
        sum(CASE WHEN a.order_date > m.day AND a.order_date <= m.churn_to THEN a.orders END) AS churn_orders,
        sum(CASE WHEN a.order_date > m.former_from AND a.order_date <= m.day THEN a.net_revenue END) AS former_revenue,
        sum(CASE WHEN a.order_date > m.day - 365 AND a.order_date <= m.day THEN a.net_revenue END) AS earlier_revenue,
        sum(CASE WHEN a.order_date > m.day - 365 AND a.order_date <= m.day THEN a.orders END) AS earlier_orders,
        max(CASE WHEN a.orders > 0 AND a.order_date <= m.day THEN a.order_date END) AS earlier_last,
        sum(CASE WHEN a.order_date > m.former_from - 365 AND a.order_date <= m.former_from THEN a.net_revenue END)
            AS long_revenue,
        sum(CASE WHEN a.order_date > m.former_from - 365 AND a.order_date <= m.former_from THEN a.orders END)
            AS long_orders,
        max(CASE WHEN a.orders > 0 AND a.order_date <= m.former_from THEN a.order_date END) AS long_last
    FROM moments AS m
    JOIN mart.activity AS a ON a.person_no = m.person_no AND a.order_date <= greatest(m.forward_to, m.churn_to)
    GROUP BY m.person_no, m.day
),
asked AS (
    SELECT
        m.person_no,
        m.day,
        sum(CASE WHEN k.contact_date > m.day - 365 THEN 1 ELSE 0 END) AS earlier_contacts,
        sum(CASE WHEN k.contact_date > m.former_from - 365 AND k.contact_date <= m.former_from THEN 1 ELSE 0 END)
            AS long_contacts
    FROM moments AS m
    JOIN mart.contacts AS k ON k.person_no = m.person_no AND k.contact_date < m.day
    GROUP BY m.person_no, m.day
),
segments AS (
    SELECT segment AS label, least(row_number() OVER (ORDER BY count(*) DESC, segment), 8) AS number
    FROM mart.customers WHERE segment IS NOT NULL GROUP BY segment
),
regions AS (
    SELECT region AS label, least(row_number() OVER (ORDER BY count(*) DESC, region), 8) AS number
    FROM mart.customers WHERE region IS NOT NULL GROUP BY region
),
plans AS (
    SELECT plan AS label, least(row_number() OVER (ORDER BY count(*) DESC, plan), 8) AS number
    FROM mart.customers WHERE plan IS NOT NULL GROUP BY plan
),
channels AS (
    SELECT
        acquisition_channel AS label,
        least(row_number() OVER (ORDER BY count(*) DESC, acquisition_channel), 8) AS number
    FROM mart.customers WHERE acquisition_channel IS NOT NULL GROUP BY acquisition_channel
),
opened AS (SELECT min(order_date) AS first_day FROM mart.orders),
money AS (
    SELECT
        min(found.currency) AS currency,
        max(found.currency) AS other_currency,
        CASE WHEN sum(found.amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing,
        (SELECT min(person_no) FROM followed) AS person_no
    FROM (
        SELECT coalesce(money_currency, '') AS currency, count(net_revenue) AS amounts
        FROM mart.orders
        WHERE person_no IN (SELECT person_no FROM followed)
        GROUP BY coalesce(money_currency, '')
    ) AS found
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
    CAST(coalesce(s.later_revenue, 0) AS DOUBLE) AS later_revenue,
    CASE WHEN s.later_orders > 0 THEN 1.0 ELSE 0.0 END AS repurchased,
    CASE WHEN m.churn_known = 0 THEN NULL WHEN s.churn_orders > 0 THEN 0.0 ELSE 1.0 END AS churned,
    CAST(coalesce(s.former_revenue, 0) AS DOUBLE) AS former_revenue,
    CASE WHEN c.first_seen_date <= m.former_from AND opened.first_day <= m.former_from THEN 1 ELSE 0 END AS has_former,
    coalesce(segments.number, 0) AS segment,
    coalesce(regions.number, 0) AS region,
    coalesce(plans.number, 0) AS plan,
    coalesce(channels.number, 0) AS acquisition_channel,
    CAST(date_part('quarter', f.day) AS INTEGER) AS season,
    CAST(f.day - DATE '2000-01-01' AS DOUBLE) AS day_number,
    CAST(coalesce(f.day - least(c.first_seen_date, f.day), 0) AS DOUBLE) AS earlier_tenure,
    CAST(coalesce(s.earlier_revenue, 0) AS DOUBLE) AS earlier_revenue,
    CAST(coalesce(s.earlier_orders, 0) AS DOUBLE) AS earlier_orders,
    CAST(f.day - s.earlier_last AS DOUBLE) AS earlier_recency,
    CAST(coalesce(asked.earlier_contacts, 0) AS DOUBLE) AS earlier_contacts,
    CAST(coalesce(m.former_from - least(c.first_seen_date, m.former_from), 0) AS DOUBLE) AS long_tenure,
    CAST(coalesce(s.long_revenue, 0) AS DOUBLE) AS long_revenue,
    CAST(coalesce(s.long_orders, 0) AS DOUBLE) AS long_orders,
    CAST(m.former_from - s.long_last AS DOUBLE) AS long_recency,
    CAST(coalesce(asked.long_contacts, 0) AS DOUBLE) AS long_contacts
FROM followed AS f
JOIN moments AS m ON m.person_no = f.person_no AND m.day = f.day
LEFT JOIN spent AS s ON s.person_no = f.person_no AND s.day = f.day
LEFT JOIN asked ON asked.person_no = f.person_no AND asked.day = f.day
LEFT JOIN mart.customers AS c ON c.person_no = f.person_no
LEFT JOIN segments ON segments.label = c.segment
LEFT JOIN regions ON regions.label = c.region
LEFT JOIN plans ON plans.label = c.plan
LEFT JOIN channels ON channels.label = c.acquisition_channel
LEFT JOIN money ON money.person_no = f.person_no
CROSS JOIN opened
ORDER BY f.period, f.split, f.score, f.person_no
