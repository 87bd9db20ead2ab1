-- As calendar, of the months in which anything was ordered and of the days on which somebody started.
SELECT
    days.day,
    CAST(CASE params.grain
        WHEN 'year' THEN extract(YEAR FROM days.day)
        WHEN 'quarter' THEN extract(YEAR FROM days.day) * 4 + extract(QUARTER FROM days.day) - 1
        ELSE extract(YEAR FROM days.day) * 12 + extract(MONTH FROM days.day) - 1
    END AS INTEGER) AS number,
    CAST(date_trunc(params.grain, days.day) AS DATE) AS starts
FROM (
    SELECT month AS day FROM mart.months
    UNION SELECT signed_up_date FROM mart.customers
    UNION SELECT first_order_date FROM mart.customers
    UNION SELECT first_day FROM params
    UNION SELECT last_day FROM params
    UNION SELECT orders_to + 1 FROM params
) AS days
CROSS JOIN params
WHERE days.day IS NOT NULL
