-- One row per subscription period.
SELECT
    s.subscription_id,
    c.person_no,
    s.started_at,
    s.ended_at,
    CAST(s.started_at AS DATE) AS started_date,
    CAST(s.ended_at AS DATE) AS ended_date,
    s.mrr,
    COLUMNS('^own:')
FROM latest_subscriptions AS s LEFT JOIN latest_by_customer AS c ON c.customer_id = s.customer_id
