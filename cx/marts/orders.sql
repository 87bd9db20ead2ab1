-- One row per order, credit note or stock correction whose status counts.
SELECT
    o.order_id,
    o.person_no,
    o.ordered_at,
    CAST(o.ordered_at AS DATE) AS order_date,
    o.net_revenue,
    -- A credit note without a cost gives money back and no goods.
    CAST(o.net_revenue - CASE WHEN o.is_order = 0 THEN coalesce(o.cost, 0) ELSE o.cost END AS DECIMAL(18, 4)) AS margin,
    o.is_order,
    o.money_currency,
    CASE WHEN o.person_no IS NOT NULL THEN CAST(coalesce(f.order_id = o.order_id, FALSE) AS INTEGER) END AS is_first,
    CAST(f.ordered_at AS DATE) AS first_order_date,
    COLUMNS('^own:')
FROM latest_orders_to_make AS o LEFT JOIN latest_histories AS f ON f.person_no = o.person_no
