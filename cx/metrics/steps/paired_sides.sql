-- The same with a line for each period in which the customer adds anything, in whatever groups he is.
SELECT
    'then' AS side,
    grouped.*,
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
    grouped.*,
    now_y AS y,
    now_x AS x,
    now_z AS z,
    now_y_squares AS y_squares,
    now_rows AS row_count,
    now_last AS last_seen
FROM grouped
WHERE now_rows > 0
