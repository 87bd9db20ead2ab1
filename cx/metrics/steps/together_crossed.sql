-- As paired_crossed, by every grouping at once.
WITH crossed AS (
    SELECT
        coalesce(by_1, by_2, by_3, by_4, by_5) AS split,
        CASE
            WHEN grouping(by_1) = 0 THEN 1
            WHEN grouping(by_2) = 0 THEN 2
            WHEN grouping(by_3) = 0 THEN 3
            WHEN grouping(by_4) = 0 THEN 4
            WHEN grouping(by_5) = 0 THEN 5
        END AS grouping_no,
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
    GROUP BY GROUPING SETS ((by_1), (by_2), (by_3), (by_4), (by_5))
)
SELECT
    'then' AS side, split, 'now' AS other_side, split AS other_split, 0 AS guest, grouping_no,
    yy, yx, yz, xy, xx, xz, zy, zx, zz
FROM crossed
UNION ALL
SELECT
    'now', split, 'then', split, 0, grouping_no,
    yy, xy, zy, yx, xx, zx, yz, xz, zz
FROM crossed
