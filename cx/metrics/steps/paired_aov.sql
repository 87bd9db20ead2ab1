-- What each customer adds then and now, in one line: orders x, net revenue y, nothing to z.
SELECT
    person_no,
    split,
    then_money AS then_y,
    then_orders AS then_x,
    0 AS then_z,
    0 AS then_y_squares,
    then_rows,
    then_last,
    now_money AS now_y,
    now_orders AS now_x,
    0 AS now_z,
    0 AS now_y_squares,
    now_rows,
    now_last
FROM ordered
