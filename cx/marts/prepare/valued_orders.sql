-- Every order, credit note or stock correction whose status counts, with its person and its worth.
SELECT
    o.order_id,
    coalesce(c.person_no, e.person_no) AS person_no,
    o.ordered_at,
    coalesce(o.amount, l.amount) AS gross,
    -- Pieces taken back for nothing are a stock correction, no order.
    CASE
        WHEN coalesce(o.amount, l.amount) < 0 OR (coalesce(o.amount, l.amount) = 0 AND l.quantity < 0) THEN 0
        ELSE 1
    END AS is_order,
    CAST(coalesce(o.amount, l.amount) - coalesce(o.refunded_amount, 0) AS DECIMAL(18, 4)) AS net_revenue,
    o.cost,
    coalesce(upper(trim(o.currency)), s.currency) AS money_currency,
    COLUMNS('^own:')
FROM latest_all_orders AS o
CROSS JOIN latest_settings AS s
LEFT JOIN latest_line_sums AS l ON l.order_id = o.order_id
LEFT JOIN latest_by_customer AS c ON c.customer_id = o.customer_id
LEFT JOIN latest_by_email AS e ON o.customer_id IS NULL AND e.email_hash = o.email_hash
WHERE o.status IS NULL OR o.status NOT IN (SELECT status FROM latest_uncounted_statuses)
