-- Every day that starts, ends or carries something: the number of its period in the grain of the cohorts, and that
-- period's first day. Numbers have no gaps: days from 1970-01-01, weeks from Monday 1970-01-05, months as year x 12 +
-- month - 1.
SELECT
    days.day,
    CAST(CASE params.grain
        WHEN 'day' THEN days.day - DATE '1970-01-01'
        WHEN 'week' THEN floor((days.day - DATE '1970-01-05') / 7.0)
        WHEN 'year' THEN extract(YEAR FROM days.day)
        WHEN 'quarter' THEN extract(YEAR FROM days.day) * 4 + extract(QUARTER FROM days.day) - 1
        ELSE extract(YEAR FROM days.day) * 12 + extract(MONTH FROM days.day) - 1
    END AS INTEGER) AS number,
    CAST(date_trunc(params.grain, days.day) AS DATE) AS starts
FROM (
    SELECT day FROM carried
    UNION SELECT signed_up_date FROM mart.customers
    UNION SELECT first_order_date FROM mart.customers
    UNION SELECT first_day FROM params
    UNION SELECT last_day FROM params
    UNION SELECT orders_to + 1 FROM params
) AS days
CROSS JOIN params
WHERE days.day IS NOT NULL
