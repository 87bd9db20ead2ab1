-- The first order of every person; a credit note is none.
SELECT person_no, min(ordered_at) AS ordered_at, arg_min(order_id, (ordered_at, order_id)) AS order_id
FROM latest_valued_orders
WHERE person_no IS NOT NULL AND is_order = 1
GROUP BY person_no
