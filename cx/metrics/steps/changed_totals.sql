-- Totals x, y and z by period (then, now) and segment, with sums of what every customer adds to it, multiplied. Lines
-- without a known customer come apart (guest = 1), each being its own customer.
SELECT
    side,
    split,
    side AS other_side,
    split AS other_split,
    CASE WHEN person_no IS NULL THEN 1 ELSE 0 END AS guest,
    1 AS grouping_no,
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
FROM by_customer
GROUP BY side, split, CASE WHEN person_no IS NULL THEN 1 ELSE 0 END
