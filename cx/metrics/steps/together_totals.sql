-- As changed_totals, by every grouping at once: grouping_no says by which one. Of it alone a line has the group.
SELECT
    side,
    coalesce(by_1, by_2, by_3, by_4, by_5) AS split,
    side AS other_side,
    coalesce(by_1, by_2, by_3, by_4, by_5) AS other_split,
    guest,
    CASE
        WHEN grouping(by_1) = 0 THEN 1
        WHEN grouping(by_2) = 0 THEN 2
        WHEN grouping(by_3) = 0 THEN 3
        WHEN grouping(by_4) = 0 THEN 4
        WHEN grouping(by_5) = 0 THEN 5
    END AS grouping_no,
    count(*) AS customers,
    CAST(sum(y) AS DOUBLE) AS y,
    CAST(sum(x) AS DOUBLE) AS x,
    CAST(sum(z) AS DOUBLE) AS z,
    CAST(sum(y_squares) AS DOUBLE) AS y_squares,
    sum(row_count) AS row_count,
    max(last_seen) AS last_seen,
    count(DISTINCT last_seen) AS days_seen,
    sum(CAST(y AS DOUBLE) * y) AS yy,
    sum(CAST(y AS DOUBLE) * x) AS yx,
    sum(CAST(y AS DOUBLE) * z) AS yz,
    sum(CAST(x AS DOUBLE) * y) AS xy,
    sum(CAST(x AS DOUBLE) * x) AS xx,
    sum(CAST(x AS DOUBLE) * z) AS xz,
    sum(CAST(z AS DOUBLE) * y) AS zy,
    sum(CAST(z AS DOUBLE) * x) AS zx,
    sum(CAST(z AS DOUBLE) * z) AS zz
FROM (SELECT by_customer.*, CASE WHEN person_no IS NULL THEN 1 ELSE 0 END AS guest FROM by_customer) AS lines
GROUP BY GROUPING SETS (
    (side, guest, by_1),
    (side, guest, by_2),
    (side, guest, by_3),
    (side, guest, by_4),
    (side, guest, by_5)
)
