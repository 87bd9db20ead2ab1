-- What each customer adds then and now, in one line: himself x, net revenue y, orders z.
SELECT
    person_no,
    split,
    then_money AS then_y,
    CASE WHEN then_orders > 0 THEN 1 ELSE 0 END AS then_x,
    then_orders AS then_z,
    0 AS then_y_squares,
    then_rows,
    then_last,
    now_money AS now_y,
    CASE WHEN now_orders > 0 THEN 1 ELSE 0 END AS now_x,
    now_orders AS now_z,
    0 AS now_y_squares,
    now_rows,
    now_last
FROM ordered
