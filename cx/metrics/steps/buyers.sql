-- Who ordered in each period shown, once for each order.
SELECT split, period, person_no FROM orders WHERE is_order = 1 AND person_no IS NOT NULL
