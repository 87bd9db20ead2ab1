-- The orders of the days held against (then) and of the days shown (now).
SELECT
    orders.person_no,
    orders.split,
    orders.net_revenue,
    orders.is_order,
    orders.order_date,
    orders.money_currency,
    orders.order_date BETWEEN params.then_first AND params.then_last AS is_then,
    orders.order_date BETWEEN params.first_day AND params.last_day AS is_now
FROM orders
CROSS JOIN params
WHERE
    orders.order_date BETWEEN params.then_first AND params.then_last
    OR orders.order_date BETWEEN params.first_day AND params.last_day
