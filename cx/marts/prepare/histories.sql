-- What every person's orders are: the first of them (a credit note is none), and a mark that differs when any of their
-- values does. Orders of nobody known are under no number, together.
SELECT
    person_no,
    min(CASE WHEN is_order = 1 THEN ordered_at END) AS ordered_at,
    arg_min(CASE WHEN is_order = 1 THEN order_id END, CASE WHEN is_order = 1 THEN (ordered_at, order_id) END) AS order_id,
    bit_xor(hash(*COLUMNS(*))) AS mark
FROM latest_valued_orders
GROUP BY person_no
