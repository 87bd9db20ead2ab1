-- Pairs of consecutive order days, by the later one. n: what the figure counts; adds: the days between them.
SELECT later.person_no, CAST(NULL AS VARCHAR) AS currency, 1 AS n, a.days_since_previous AS adds
FROM (
    SELECT DISTINCT person_no, order_date
    FROM orders
    WHERE is_order = 1 AND person_no IS NOT NULL
) AS later
JOIN mart.activity AS a ON a.person_no = later.person_no AND a.order_date = later.order_date
WHERE a.days_since_previous IS NOT NULL
