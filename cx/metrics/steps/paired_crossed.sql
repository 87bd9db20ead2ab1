-- What every customer adds then, multiplied with what he adds now, and the other way round: his segment is one.
WITH crossed AS (
    SELECT
        split,
        sum(CAST(then_y AS DOUBLE) * now_y) AS yy,
        sum(CAST(then_y AS DOUBLE) * now_x) AS yx,
        sum(CAST(then_y AS DOUBLE) * now_z) AS yz,
        sum(CAST(then_x AS DOUBLE) * now_y) AS xy,
        sum(CAST(then_x AS DOUBLE) * now_x) AS xx,
        sum(CAST(then_x AS DOUBLE) * now_z) AS xz,
        sum(CAST(then_z AS DOUBLE) * now_y) AS zy,
        sum(CAST(then_z AS DOUBLE) * now_x) AS zx,
        sum(CAST(then_z AS DOUBLE) * now_z) AS zz
    FROM grouped
    WHERE then_rows > 0 AND now_rows > 0 AND person_no IS NOT NULL
    GROUP BY split
)
SELECT
    'then' AS side, split, 'now' AS other_side, split AS other_split, 0 AS guest, 1 AS grouping_no,
    yy, yx, yz, xy, xx, xz, zy, zx, zz
FROM crossed
UNION ALL
SELECT
    'now', split, 'then', split, 0, 1,
    yy, xy, zy, yx, xx, zx, yz, xz, zz
FROM crossed
