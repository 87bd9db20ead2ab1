-- As spent_months, where every period is a month: nothing has to be added up.
SELECT
    started.person_no,
    started.split,
    started.cohort,
    CAST(extract(YEAR FROM months.month) * 12 + extract(MONTH FROM months.month) - 1 AS INTEGER) - started.cohort AS age,
    coalesce(months.net_revenue, 0) AS revenue,
    coalesce(months.margin, 0) AS margin,
    months.unknown_costs
FROM started
JOIN mart.months AS months ON months.person_no = started.person_no
WHERE extract(YEAR FROM months.month) * 12 + extract(MONTH FROM months.month) - 1 >= started.cohort
