-- Answers x and promoters minus detractors y by period (then, now) and segment, with sums of products:
-- what every customer adds to it there, multiplied with what the same customer adds elsewhere (the other segment and
-- period); the rest belongs to the lines in which both are the same. Without a known customer, each answer is its own.
WITH sides AS (
    SELECT 'then' AS side, then_first AS first_day, then_last AS last_day FROM params
    UNION ALL
    SELECT 'now' AS side, first_day, last_day FROM params
),
by_customer AS (
    SELECT
        sides.side,
        responses.split,
        responses.person_no,
        sum(CASE WHEN responses.nps >= 9 THEN 1 WHEN responses.nps <= 6 THEN -1 ELSE 0 END) AS y,
        count(nps) AS x,
        sum(CASE WHEN responses.nps BETWEEN 7 AND 8 THEN 0 ELSE 1 END) AS y_squares,
        count(*) AS row_count,
        max(responses.response_date) AS last_seen
    FROM responses
    JOIN sides ON responses.response_date BETWEEN sides.first_day AND sides.last_day
    WHERE responses.nps IS NOT NULL
    GROUP BY
        sides.side, responses.split, responses.person_no,
        CASE WHEN responses.person_no IS NULL THEN responses.response_id END
),
products AS (
    SELECT
        one.side,
        one.split,
        other.side AS other_side,
        other.split AS other_split,
        count(*) AS customers,
        CAST(sum(one.y) AS DOUBLE) AS y,
        CAST(sum(one.x) AS DOUBLE) AS x,
        CAST(sum(one.y_squares) AS DOUBLE) AS y_squares,
        sum(one.row_count) AS row_count,
        max(one.last_seen) AS last_seen,
        count(DISTINCT one.last_seen) AS days_seen,
        sum(CAST(one.y AS DOUBLE) * other.y) AS yy,
        sum(CAST(one.y AS DOUBLE) * other.x) AS yx,
        sum(CAST(one.x AS DOUBLE) * other.y) AS xy,
        sum(CAST(one.x AS DOUBLE) * other.x) AS xx
    FROM by_customer AS one
    JOIN by_customer AS other ON one.person_no = other.person_no
    GROUP BY one.side, one.split, other.side, other.split
    UNION ALL
    SELECT
        side,
        split,
        side AS other_side,
        split AS other_split,
        count(*) AS customers,
        CAST(sum(y) AS DOUBLE) AS y,
        CAST(sum(x) AS DOUBLE) AS x,
        CAST(sum(y_squares) AS DOUBLE) AS y_squares,
        sum(row_count) AS row_count,
        max(last_seen) AS last_seen,
        count(DISTINCT last_seen) AS days_seen,
        sum(CAST(y AS DOUBLE) * y) AS yy,
        sum(CAST(y AS DOUBLE) * x) AS yx,
        sum(CAST(x AS DOUBLE) * y) AS xy,
        sum(CAST(x AS DOUBLE) * x) AS xx
    FROM by_customer
    WHERE person_no IS NULL
    GROUP BY side, split
)
SELECT * FROM products
