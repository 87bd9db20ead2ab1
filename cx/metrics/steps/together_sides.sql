-- As paired_sides, with the groups of every grouping.
SELECT
    'then' AS side,
    by_1, by_2, by_3, by_4, by_5,
    person_no,
    then_y AS y,
    then_x AS x,
    then_z AS z,
    then_y_squares AS y_squares,
    then_rows AS row_count,
    then_last AS last_seen
FROM grouped
WHERE then_rows > 0
UNION ALL
SELECT
    'now' AS side,
    by_1, by_2, by_3, by_4, by_5,
    person_no,
    now_y AS y,
    now_x AS x,
    now_z AS z,
    now_y_squares AS y_squares,
    now_rows AS row_count,
    now_last AS last_seen
FROM grouped
WHERE now_rows > 0
