-- What came after and before every answer and contact of a customer: one row per person and day on which he answered or
-- asked; forward_known, churn_known: whether orders are known for as long. later_*: the forward_days after the day; former_*: the forward_days
-- up to it; earlier_*: the 365 days up to it; long_*: the 365 days before the former ones. Counted once for all figures.
WITH fixed AS (
    SELECT
        s.forward_days,
        s.churn_days,
        (SELECT min(order_date) FROM mart.orders) AS orders_from,
        (SELECT max(order_date) FROM mart.orders) AS orders_to
    FROM latest_settings AS s
),
spoken AS (
    SELECT person_no, response_date AS day FROM mart.responses WHERE answered = 1 AND person_no IS NOT NULL
    UNION
    SELECT person_no, contact_date FROM mart.contacts WHERE person_no IS NOT NULL
),
moments AS (
    SELECT
        spoken.person_no,
        spoken.day,
        spoken.day + fixed.forward_days AS forward_to,
        spoken.day + fixed.churn_days AS churn_to,
        spoken.day - fixed.forward_days AS former_from,
        coalesce(spoken.day + fixed.forward_days <= fixed.orders_to, FALSE) AS forward_known,
        coalesce(spoken.day + fixed.churn_days <= fixed.orders_to, FALSE) AS churn_known,
        coalesce(spoken.day - fixed.forward_days >= fixed.orders_from, FALSE) AS former_known
    FROM spoken
    CROSS JOIN fixed
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
        count(CASE WHEN k.contact_date > m.day - 365 THEN 1 END) AS earlier_contacts,
        count(CASE WHEN k.contact_date > m.former_from - 365 AND k.contact_date <= m.former_from THEN 1 END)
            AS long_contacts
    FROM moments AS m
    JOIN mart.contacts AS k ON k.person_no = m.person_no AND k.contact_date < m.day
    GROUP BY m.person_no, m.day
),
-- How likely he was to recommend when he next told it.
told AS (
    SELECT m.person_no, m.day, arg_min(r.nps, (r.response_date, r.response_id)) AS nps
    FROM moments AS m
    JOIN mart.responses AS r
        ON r.person_no = m.person_no AND r.response_date BETWEEN m.day AND m.forward_to
    WHERE r.answered = 1 AND r.nps IS NOT NULL
    GROUP BY m.person_no, m.day
),
-- Labels are numbered, the most frequent first.
segments AS (
    SELECT segment AS label, row_number() OVER (ORDER BY count(*) DESC, segment) AS number
    FROM mart.customers WHERE segment IS NOT NULL GROUP BY segment
),
regions AS (
    SELECT region AS label, row_number() OVER (ORDER BY count(*) DESC, region) AS number
    FROM mart.customers WHERE region IS NOT NULL GROUP BY region
),
plans AS (
    SELECT plan AS label, row_number() OVER (ORDER BY count(*) DESC, plan) AS number
    FROM mart.customers WHERE plan IS NOT NULL GROUP BY plan
),
channels AS (
    SELECT acquisition_channel AS label, row_number() OVER (ORDER BY count(*) DESC, acquisition_channel) AS number
    FROM mart.customers WHERE acquisition_channel IS NOT NULL GROUP BY acquisition_channel
)
SELECT
    m.person_no,
    m.day,
    CAST(m.forward_known AS TINYINT) AS forward_known,
    CAST(m.churn_known AS TINYINT) AS churn_known,
    CAST(coalesce(s.later_revenue, 0) AS DECIMAL(18, 4)) AS later_revenue,
    CAST(coalesce(s.later_orders, 0) AS INTEGER) AS later_orders,
    CAST(coalesce(s.later_orders, 0) > 0 AS TINYINT) AS repurchased,
    CAST(coalesce(s.churn_orders, 0) = 0 AS TINYINT) AS churned,
    CAST(told.nps <= 6 AS TINYINT) AS told_detractor,
    CAST(coalesce(c.first_seen_date <= m.former_from AND m.former_known, FALSE) AS TINYINT) AS has_former,
    CAST(coalesce(s.former_revenue, 0) AS DECIMAL(18, 4)) AS former_revenue,
    CAST(coalesce(segments.number, 0) AS INTEGER) AS segment_no,
    CAST(coalesce(regions.number, 0) AS INTEGER) AS region_no,
    CAST(coalesce(plans.number, 0) AS INTEGER) AS plan_no,
    CAST(coalesce(channels.number, 0) AS INTEGER) AS channel_no,
    CAST(coalesce(m.day - least(c.first_seen_date, m.day), 0) AS INTEGER) AS earlier_tenure,
    CAST(coalesce(s.earlier_revenue, 0) AS DECIMAL(18, 4)) AS earlier_revenue,
    CAST(coalesce(s.earlier_orders, 0) AS INTEGER) AS earlier_orders,
    CAST(m.day - s.earlier_last AS INTEGER) AS earlier_recency,
    CAST(coalesce(asked.earlier_contacts, 0) AS INTEGER) AS earlier_contacts,
    CAST(coalesce(m.former_from - least(c.first_seen_date, m.former_from), 0) AS INTEGER) AS long_tenure,
    CAST(coalesce(s.long_revenue, 0) AS DECIMAL(18, 4)) AS long_revenue,
    CAST(coalesce(s.long_orders, 0) AS INTEGER) AS long_orders,
    CAST(m.former_from - s.long_last AS INTEGER) AS long_recency,
    CAST(coalesce(asked.long_contacts, 0) AS INTEGER) AS long_contacts,
    c.lowest_currency AS currency,
    c.highest_currency AS other_currency,
    CASE WHEN c.lowest_currency IS NOT NULL THEN CAST(c.net_revenue IS NOT NULL AS TINYINT) END AS has_amounts
FROM moments AS m
LEFT JOIN spent AS s ON s.person_no = m.person_no AND s.day = m.day
LEFT JOIN asked ON asked.person_no = m.person_no AND asked.day = m.day
LEFT JOIN told ON told.person_no = m.person_no AND told.day = m.day
LEFT JOIN mart.customers AS c ON c.person_no = m.person_no
LEFT JOIN segments ON segments.label = c.segment
LEFT JOIN regions ON regions.label = c.region
LEFT JOIN plans ON plans.label = c.plan
LEFT JOIN channels ON channels.label = c.acquisition_channel
