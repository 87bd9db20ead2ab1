-- What every customer adds in one segment and period, multiplied with what the same customer adds in another one.
SELECT
    one.side,
    one.split,
    other.side AS other_side,
    other.split AS other_split,
    0 AS guest,
    1 AS grouping_no,
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
WHERE one.side <> other.side OR one.split IS DISTINCT FROM other.split
GROUP BY one.side, one.split, other.side, other.split
