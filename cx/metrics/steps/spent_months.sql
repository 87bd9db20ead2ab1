-- What every customer of a cohort brought in each period since its start, which is one or several months.
SELECT
    started.person_no,
    started.split,
    started.cohort,
    calendar.number - started.cohort AS age,
    coalesce(sum(months.net_revenue), 0) AS revenue,
    coalesce(sum(months.margin), 0) AS margin,
    sum(months.unknown_costs) AS unknown_costs
FROM started
JOIN mart.months AS months ON months.person_no = started.person_no
JOIN calendar ON calendar.day = months.month AND calendar.number >= started.cohort
GROUP BY started.person_no, started.split, started.cohort, calendar.number
