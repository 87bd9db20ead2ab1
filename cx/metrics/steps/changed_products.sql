-- Totals x, y and z by period (then, now) and segment, with sums of products: what every customer adds to it there,
-- multiplied with what the same customer adds elsewhere (the other segment and period); the rest belongs to the lines in
-- which both are the same. Lines without a known customer come apart (guest = 1), each being its own customer.
SELECT
    one.side,
    one.split,
    other.side AS other_side,
    other.split AS other_split,
    0 AS guest,
    count(*) AS customers,
    CAST(sum(one.y) AS DOUBLE) AS y,
    CAST(sum(one.x) AS DOUBLE) AS x,
    CAST(sum(one.z) AS DOUBLE) AS z,
    CAST(sum(one.y_squares) AS DOUBLE) AS y_squares,
    sum(one.row_count) AS row_count,
    max(one.last_seen) AS last_seen,
    count(DISTINCT one.last_seen) AS days_seen,
    sum(CAST(one.y AS DOUBLE) * other.y) AS yy,
    sum(CAST(one.y AS DOUBLE) * other.x) AS yx,
    sum(CAST(one.y AS DOUBLE) * other.z) AS yz,
    sum(CAST(one.x AS DOUBLE) * other.y) AS xy,
    sum(CAST(one.x AS DOUBLE) * other.x) AS xx,
    sum(CAST(one.x AS DOUBLE) * other.z) AS xz,
    sum(CAST(one.z AS DOUBLE) * other.y) AS zy,
    sum(CAST(one.z AS DOUBLE) * other.x) AS zx,
    sum(CAST(one.z AS DOUBLE) * other.z) AS zz
FROM by_customer AS one
JOIN by_customer AS other ON one.person_no = other.person_no
GROUP BY one.side, one.split, other.side, other.split
UNION ALL
SELECT
    side,
    split,
    side AS other_side,
    split AS other_split,
    1 AS guest,
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
WHERE person_no IS NULL
GROUP BY side, split
