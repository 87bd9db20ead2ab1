-- What each customer adds then and now, by segment: orders x, net revenue y, nothing to z.
SELECT side, split, person_no, money AS y, orders AS x, 0 AS z, 0 AS y_squares, row_count, last_seen
FROM ordered
