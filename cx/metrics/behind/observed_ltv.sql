-- The customers of one cohort, or of all that have completed an age, one row each. n: what the figure counts; adds: the
-- revenue, or the margin, from the start to the end of that age.
SELECT
    started.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    1 AS n,
    coalesce(sum(CASE WHEN params.measure = 'margin' THEN activity.margin ELSE activity.net_revenue END), 0) AS adds
FROM started
CROSS JOIN params
LEFT JOIN (
    SELECT spent.person_no, spent.net_revenue, spent.margin, calendar.number
    FROM mart.activity AS spent
    JOIN calendar ON calendar.day = spent.order_date
) AS activity
    ON activity.person_no = started.person_no
    AND activity.number BETWEEN started.cohort AND started.cohort + params.age
WHERE started.cohort BETWEEN params.oldest AND params.youngest
GROUP BY started.person_no
