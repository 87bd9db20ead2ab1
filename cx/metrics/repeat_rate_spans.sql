-- As repeat_rate.sql, from what every customer ordered in each period.
SELECT split, period, count(*) AS customers, sum(CASE WHEN orders >= 2 THEN 1 ELSE 0 END) AS repeaters
FROM spans
WHERE orders > 0
GROUP BY split, period
