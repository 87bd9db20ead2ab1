-- The first and the last cohort that the view shows: those whose period touches its days.
SELECT min(calendar.number) AS first_cohort, max(calendar.number) AS last_cohort
FROM params
JOIN calendar ON calendar.day IN (params.first_day, params.last_day)
