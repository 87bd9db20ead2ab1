-- What every customer of a cohort brought in each period since its start.
SELECT
    started.person_no,
    started.split,
    started.cohort,
    calendar.number - started.cohort AS age,
    coalesce(sum(activity.net_revenue), 0) AS revenue,
    coalesce(sum(activity.margin), 0) AS margin,
    count(activity.net_revenue) - count(activity.margin) AS unknown_costs
FROM started
JOIN mart.activity AS activity ON activity.person_no = started.person_no
JOIN calendar ON calendar.day = activity.order_date AND calendar.number >= started.cohort
GROUP BY started.person_no, started.split, started.cohort, calendar.number
