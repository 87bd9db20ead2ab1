-- What is rated, and who rated it how. First a row per rated thing (driver_no 1 to 12; NULL: looked at and not used, with
-- the remark why), then the distinct answers: the score y that is to be explained, the ratings d1 to d12, and how many
-- customers gave them. One answer per customer (and period): of those with the score the one with the most ratings, of
-- these the first; answers: all that the cell's customers gave.
WITH answered AS (
    SELECT 0 AS alone, * FROM repeated
    UNION ALL
    SELECT 1 AS alone, * FROM single
),
scored AS (
    SELECT
        responses.alone,
        responses.response_id,
        responses.person_no,
        responses.response_date,
        responses.period,
        responses.split,
        CASE
            WHEN params.score = 'csat'
                THEN CASE
                    WHEN responses.csat_high > responses.csat_low
                        AND responses.csat BETWEEN responses.csat_low AND responses.csat_high
                        THEN (responses.csat - responses.csat_low) / (responses.csat_high - responses.csat_low)
                END
            WHEN params.score = 'ces' THEN responses.ces_seven
            WHEN params.score IN ('nps', 'all') THEN CAST(responses.nps AS DOUBLE)
        END AS y
    FROM answered AS responses
    CROSS JOIN params
),
rated AS (
    SELECT
        scored.*,
        coalesce(ratings.given, 0) AS given,
        ratings.d1, ratings.d2, ratings.d3, ratings.d4, ratings.d5, ratings.d6,
        ratings.d7, ratings.d8, ratings.d9, ratings.d10, ratings.d11, ratings.d12
    FROM scored
    LEFT JOIN mart.ratings AS ratings ON ratings.response_id = scored.response_id
    WHERE scored.y IS NOT NULL
),
ranked AS (
    SELECT
        rated.*,
        row_number() OVER (
            PARTITION BY rated.period, rated.person_no
            ORDER BY rated.given DESC, rated.response_date, rated.response_id
        ) AS place,
        count(*) OVER (PARTITION BY rated.period, rated.person_no) AS answers
    FROM rated
    WHERE rated.alone = 0
    UNION ALL
    SELECT rated.*, 1 AS place, 1 AS answers
    FROM rated
    WHERE rated.alone = 1
)
SELECT
    driver_no,
    driver,
    scale_low,
    scale_high,
    remark,
    CAST(NULL AS DATE) AS period,
    CAST(NULL AS VARCHAR) AS split,
    CAST(NULL AS DOUBLE) AS y,
    CAST(NULL AS DOUBLE) AS d1, CAST(NULL AS DOUBLE) AS d2, CAST(NULL AS DOUBLE) AS d3, CAST(NULL AS DOUBLE) AS d4,
    CAST(NULL AS DOUBLE) AS d5, CAST(NULL AS DOUBLE) AS d6, CAST(NULL AS DOUBLE) AS d7, CAST(NULL AS DOUBLE) AS d8,
    CAST(NULL AS DOUBLE) AS d9, CAST(NULL AS DOUBLE) AS d10, CAST(NULL AS DOUBLE) AS d11, CAST(NULL AS DOUBLE) AS d12,
    CAST(0 AS BIGINT) AS customers,
    CAST(0 AS BIGINT) AS answers
FROM mart.drivers
UNION ALL
SELECT
    CAST(NULL AS INTEGER) AS driver_no,
    CAST(NULL AS VARCHAR) AS driver,
    CAST(NULL AS DOUBLE) AS scale_low,
    CAST(NULL AS DOUBLE) AS scale_high,
    CAST(NULL AS VARCHAR) AS remark,
    period,
    split,
    y,
    d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12,
    count(*) AS customers,
    CAST(sum(answers) AS BIGINT) AS answers
FROM ranked
WHERE place = 1
GROUP BY period, split, y, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12
