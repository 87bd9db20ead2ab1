-- The first days of the months in which anything was ordered.
SELECT DISTINCT month AS day FROM mart.months
