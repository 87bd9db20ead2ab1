-- How many pairs of consecutive order days lie how many days apart, by the later day; the earlier one may lie before the
-- view and outside its filters.
SELECT later.split, later.period, a.days_since_previous AS days, count(*) AS pairs
FROM (
    SELECT DISTINCT split, period, person_no, order_date
    FROM orders
    WHERE is_order = 1 AND person_no IS NOT NULL
) AS later
JOIN mart.activity AS a ON a.person_no = later.person_no AND a.order_date = later.order_date
WHERE a.days_since_previous IS NOT NULL
GROUP BY later.split, later.period, a.days_since_previous
