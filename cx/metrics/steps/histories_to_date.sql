-- The same as in histories_by_day where the last day with orders is shown: the marts know how everybody has bought by then.
SELECT
    customers.split,
    CASE WHEN params.per = 'customer' THEN customers.person END AS person,
    customers.order_days - 1 AS x,
    customers.last_order_date - customers.first_order_date AS t_x,
    params.orders_to - customers.first_order_date AS age_days,
    customers.repeat_day_value AS mean_value
FROM customers
CROSS JOIN params
WHERE customers.order_days > 0
