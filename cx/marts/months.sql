-- One row per person and calendar month with an order or a credit note. month: its first day. amounts: orders and credit
-- notes with an amount, amount_orders: the orders among them. unknown_costs: days with an amount and no cost.
SELECT
    person_no,
    month,
    CAST(sum(orders) AS INTEGER) AS orders,
    CAST(sum(amounts) AS INTEGER) AS amounts,
    CAST(sum(amount_orders) AS INTEGER) AS amount_orders,
    CAST(sum(net_revenue) AS DECIMAL(18, 4)) AS net_revenue,
    CAST(sum(margin) AS DECIMAL(18, 4)) AS margin,
    CAST(count(net_revenue) - count(margin) AS INTEGER) AS unknown_costs,
    any_value(first_order_date) AS first_order_date
FROM (
    SELECT *, order_date - CAST(extract(DAY FROM order_date) AS INTEGER) + 1 AS month FROM latest_activity_made
) AS days
GROUP BY person_no, month
