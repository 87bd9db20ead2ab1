-- The same with a line for each period in which the customer adds anything.
SELECT
    'then' AS side,
    split,
    person_no,
    then_y AS y,
    then_x AS x,
    then_z AS z,
    then_y_squares AS y_squares,
    then_rows AS row_count,
    then_last AS last_seen
FROM pairs
WHERE then_rows > 0
UNION ALL
SELECT
    'now' AS side,
    split,
    person_no,
    now_y AS y,
    now_x AS x,
    now_z AS z,
    now_y_squares AS y_squares,
    now_rows AS row_count,
    now_last AS last_seen
FROM pairs
WHERE now_rows > 0
