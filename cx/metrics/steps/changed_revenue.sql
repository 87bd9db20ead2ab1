-- What each customer adds then and now, by segment: himself x, net revenue y, orders z.
SELECT
    side,
    split,
    person_no,
    money AS y,
    CASE WHEN orders > 0 THEN 1 ELSE 0 END AS x,
    orders AS z,
    0 AS y_squares,
    row_count,
    last_seen
FROM ordered
