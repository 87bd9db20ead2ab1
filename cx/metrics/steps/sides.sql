-- The days held against (then) and the days shown (now), each with as many days before it.
SELECT
    'then' AS side,
    then_first - CAST(then_last - then_first + 1 AS INTEGER) AS before_first,
    then_first AS first_day,
    then_last AS last_day
FROM params
UNION ALL
SELECT 'now' AS side, first_day - CAST(last_day - first_day + 1 AS INTEGER) AS before_first, first_day, last_day
FROM params
