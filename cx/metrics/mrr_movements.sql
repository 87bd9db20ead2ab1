-- How monthly recurring revenue moved, month by month: per month (numbered year x 12 + month - 1) and kind of movement the
-- customers, the amount, its squares over customers, and its products with what the customer paid before. What a customer
-- pays in a month is what runs at the end of its last day; a first paying month is new, a later one after a pause is a
-- reactivation. Months without a movement have no row.
WITH running AS (
    SELECT person_no, started_date, ended_date, mrr
    FROM mart.subscriptions
    WHERE person_no IS NOT NULL AND mrr IS NOT NULL AND (ended_date IS NULL OR ended_date >= started_date)
),
steps AS (
    SELECT person_no, extract(YEAR FROM started_date) * 12 + extract(MONTH FROM started_date) - 1 AS month, mrr AS step
    FROM running
    UNION ALL
    SELECT person_no, extract(YEAR FROM ended_date) * 12 + extract(MONTH FROM ended_date) - 1 AS month, -mrr AS step
    FROM running
    WHERE ended_date IS NOT NULL
),
changes AS (
    SELECT customers.split, steps.person_no, steps.month, sum(steps.step) AS step
    FROM steps
    JOIN customers ON customers.person_no = steps.person_no
    GROUP BY customers.split, steps.person_no, steps.month
),
levels AS (
    SELECT
        split,
        person_no,
        month,
        step,
        sum(step) OVER (PARTITION BY person_no ORDER BY month) AS mrr,
        sum(step) OVER (PARTITION BY person_no ORDER BY month) - step AS before
    FROM changes
),
history AS (
    SELECT
        levels.*,
        coalesce(
            max(mrr) OVER (PARTITION BY person_no ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0
        ) AS most_before
    FROM levels
),
moves AS (
    SELECT
        split,
        month,
        CASE
            WHEN before <= 0 AND mrr > 0 AND most_before <= 0 THEN 'new'
            WHEN before <= 0 AND mrr > 0 THEN 'reactivation'
            WHEN before > 0 AND mrr <= 0 THEN 'churn'
            WHEN step > 0 THEN 'upgrade'
            ELSE 'downgrade'
        END AS movement,
        CAST(abs(step) AS DOUBLE) AS moved,
        CAST(before AS DOUBLE) AS before
    FROM history
    WHERE step <> 0
)
SELECT
    split,
    CAST(month AS INTEGER) AS month,
    movement,
    count(*) AS customers,
    sum(moved) AS amount,
    sum(moved * moved) AS squares,
    sum(moved * before) AS products
FROM moves
GROUP BY split, month, movement
ORDER BY split, month, movement
