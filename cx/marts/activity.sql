-- One row per person and day with an order or a credit note.
WITH days AS (
    SELECT
        person_no,
        order_date,
        CAST(sum(is_order) AS BIGINT) AS orders,
        CAST(count(net_revenue) AS INTEGER) AS amounts,
        CAST(count(CASE WHEN is_order = 1 THEN net_revenue END) AS INTEGER) AS amount_orders,
        CAST(sum(net_revenue) AS DECIMAL(18, 4)) AS net_revenue,
        CASE WHEN count(margin) = count(net_revenue) THEN CAST(sum(margin) AS DECIMAL(18, 4)) END AS margin,
        CASE WHEN min(money_currency) = max(money_currency) THEN min(money_currency) END AS money_currency,
        any_value(first_order_date) AS first_order_date
    FROM latest_orders_made
    WHERE person_no IS NOT NULL
    GROUP BY person_no, order_date
)
SELECT
    d.*,
    p.signed_up_date,
    -- Counted from the day of the previous order; days with credit notes only are no order days.
    CASE
        WHEN d.orders > 0
            THEN d.order_date - lag(d.order_date) OVER (PARTITION BY d.person_no, d.orders > 0 ORDER BY d.order_date)
    END AS days_since_previous
FROM days AS d LEFT JOIN latest_profiles AS p ON p.person_no = d.person_no
