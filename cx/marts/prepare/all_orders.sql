-- Every order: those of the order files, and those known only from a flat file of order lines.
SELECT * FROM latest_orders
UNION ALL BY NAME
SELECT
    order_id,
    min(customer_id) AS customer_id,
    min(ordered_at) AS ordered_at,
    min(currency) AS currency,
    min(status) AS status,
    min(channel) AS channel,
    min(currency) AS "own:currency",
    min(status) AS "own:status",
    min(channel) AS "own:channel"
FROM latest_order_lines AS l
-- Not NOT IN: that would look up all orders, also where there are no lines.
WHERE
    order_id IS NOT NULL
    AND ordered_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM latest_orders AS o WHERE o.order_id = l.order_id)
GROUP BY order_id
