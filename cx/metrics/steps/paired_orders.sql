-- What each customer whose orders are all in one segment ordered then and now, in one line; without a known customer, each
-- order has its own.
SELECT
    person_no,
    split,
    sum(CASE WHEN is_then THEN net_revenue END) AS then_money,
    sum(CASE WHEN is_then THEN is_order END) AS then_orders,
    count(CASE WHEN is_then THEN 1 END) AS then_rows,
    max(CASE WHEN is_then THEN order_date END) AS then_last,
    sum(CASE WHEN is_now THEN net_revenue END) AS now_money,
    sum(CASE WHEN is_now THEN is_order END) AS now_orders,
    count(CASE WHEN is_now THEN 1 END) AS now_rows,
    max(CASE WHEN is_now THEN order_date END) AS now_last
FROM both_sides
WHERE net_revenue IS NOT NULL AND person_no IS NOT NULL
GROUP BY person_no, split
UNION ALL
SELECT
    NULL AS person_no,
    split,
    CASE WHEN is_then THEN net_revenue END,
    CASE WHEN is_then THEN is_order END,
    CASE WHEN is_then THEN 1 ELSE 0 END,
    CASE WHEN is_then THEN order_date END,
    CASE WHEN is_now THEN net_revenue END,
    CASE WHEN is_now THEN is_order END,
    CASE WHEN is_now THEN 1 ELSE 0 END,
    CASE WHEN is_now THEN order_date END
FROM both_sides
WHERE net_revenue IS NOT NULL AND person_no IS NULL
