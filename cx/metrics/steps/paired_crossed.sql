-- What every customer adds then, multiplied with what he adds now: his segment is one.
SELECT
    'then' AS side,
    split,
    'now' AS other_side,
    split AS other_split,
    0 AS guest,
    sum(CAST(then_y AS DOUBLE) * now_y) AS yy,
    sum(CAST(then_y AS DOUBLE) * now_x) AS yx,
    sum(CAST(then_y AS DOUBLE) * now_z) AS yz,
    sum(CAST(then_x AS DOUBLE) * now_y) AS xy,
    sum(CAST(then_x AS DOUBLE) * now_x) AS xx,
    sum(CAST(then_x AS DOUBLE) * now_z) AS xz,
    sum(CAST(then_z AS DOUBLE) * now_y) AS zy,
    sum(CAST(then_z AS DOUBLE) * now_x) AS zx,
    sum(CAST(then_z AS DOUBLE) * now_z) AS zz
FROM pairs
WHERE then_rows > 0 AND now_rows > 0 AND person_no IS NOT NULL
GROUP BY split
UNION ALL
SELECT
    'now' AS side,
    split,
    'then' AS other_side,
    split AS other_split,
    0 AS guest,
    sum(CAST(now_y AS DOUBLE) * then_y) AS yy,
    sum(CAST(now_y AS DOUBLE) * then_x) AS yx,
    sum(CAST(now_y AS DOUBLE) * then_z) AS yz,
    sum(CAST(now_x AS DOUBLE) * then_y) AS xy,
    sum(CAST(now_x AS DOUBLE) * then_x) AS xx,
    sum(CAST(now_x AS DOUBLE) * then_z) AS xz,
    sum(CAST(now_z AS DOUBLE) * then_y) AS zy,
    sum(CAST(now_z AS DOUBLE) * then_x) AS zx,
    sum(CAST(now_z AS DOUBLE) * then_z) AS zz
FROM pairs
WHERE then_rows > 0 AND now_rows > 0 AND person_no IS NOT NULL
GROUP BY split
