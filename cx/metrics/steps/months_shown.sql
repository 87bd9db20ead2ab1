-- The first and the last month whose cohort the view shows, as year x 12 + month - 1: those that touch its days.
SELECT
    extract(YEAR FROM first_day) * 12 + extract(MONTH FROM first_day) - 1 AS first_cohort,
    extract(YEAR FROM last_day) * 12 + extract(MONTH FROM last_day) - 1 AS last_cohort
FROM params
