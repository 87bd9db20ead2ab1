-- One row per contact, with its person.
SELECT
    k.contact_id,
    coalesce(c.person_no, e.person_no) AS person_no,
    k.opened_at,
    k.closed_at,
    CAST(k.opened_at AS DATE) AS contact_date,
    k.first_reply_minutes,
    k.handle_minutes,
    k.transfers,
    k.reopens,
    k.replies,
    k.sla_met,
    k.cost,
    CASE
        WHEN k.closed_at >= k.opened_at THEN (epoch(k.closed_at) - epoch(k.opened_at)) / 86400.0
    END AS resolution_days,
    COLUMNS('^own:')
FROM latest_contacts AS k
LEFT JOIN latest_by_customer AS c ON c.customer_id = k.customer_id
LEFT JOIN latest_by_email AS e ON k.customer_id IS NULL AND e.email_hash = k.email_hash
