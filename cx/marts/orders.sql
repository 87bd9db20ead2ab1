-- One row per order, credit note or stock correction whose status counts.
WITH counted AS (
    SELECT
        o.order_id,
        coalesce(c.person_no, e.person_no) AS person_no,
        o.ordered_at,
        coalesce(o.amount, l.amount) AS gross,
        l.quantity,
        coalesce(o.refunded_amount, 0) AS refunded,
        o.cost,
        coalesce(upper(trim(o.currency)), s.currency) AS money_currency,
        COLUMNS('^own:')
    FROM latest_all_orders AS o
    CROSS JOIN latest_settings AS s
    LEFT JOIN latest_line_sums AS l ON l.order_id = o.order_id
    LEFT JOIN latest_by_customer AS c ON c.customer_id = o.customer_id
    LEFT JOIN latest_by_email AS e ON o.customer_id IS NULL AND e.email_hash = o.email_hash
    WHERE o.status IS NULL OR latest_status_word(o.status) NOT IN (SELECT status FROM latest_not_revenue)
),
valued AS (
    SELECT
        *,
        -- Pieces taken back for nothing are a stock correction, no order.
        CASE WHEN gross < 0 OR (gross = 0 AND quantity < 0) THEN 0 ELSE 1 END AS is_order,
        CAST(gross - refunded AS DECIMAL(18, 4)) AS net_revenue
    FROM counted
)
SELECT
    order_id,
    person_no,
    ordered_at,
    CAST(ordered_at AS DATE) AS order_date,
    net_revenue,
    -- A credit note without a cost gives money back and no goods.
    CAST(net_revenue - CASE WHEN is_order = 0 THEN coalesce(cost, 0) ELSE cost END AS DECIMAL(18, 4)) AS margin,
    is_order,
    money_currency,
    CASE WHEN person_no IS NOT NULL AND is_order = 1 THEN row_number() OVER in_time END AS order_number,
    CASE
        WHEN person_no IS NOT NULL AND first_value(is_order) OVER in_time = 1
            THEN CAST(first_value(ordered_at) OVER in_time AS DATE)
    END AS first_order_date,
    COLUMNS('^own:')
FROM valued
-- Guests have no person: each is a window of his own, or one window would hold them all.
WINDOW in_time AS (
    PARTITION BY person_no, CASE WHEN person_no IS NULL THEN order_id END
    ORDER BY is_order DESC, ordered_at, order_id
)
