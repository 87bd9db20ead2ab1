-- What a cohort's customers have brought so far: per cohort and age (both numbered in periods), the revenue and margin
-- of that period, and by how much it raises the sum of squares of the customers' cumulative revenue and margin:
-- (before + now)^2 - before^2 = 2 before now + now^2. Size stands in the row of age 0.
WITH steps AS (
    SELECT
        *,
        CAST(revenue AS DOUBLE) AS y,
        CAST(margin AS DOUBLE) AS m,
        coalesce(sum(CAST(revenue AS DOUBLE)) OVER (
            PARTITION BY person_no ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS revenue_before,
        coalesce(sum(CAST(margin AS DOUBLE)) OVER (
            PARTITION BY person_no ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS margin_before
    FROM spent
),
facts AS (
    SELECT
        cohort, split, 0 AS age, 1 AS size, 0 AS revenue, 0 AS revenue_squares, 0 AS margin, 0 AS margin_squares,
        0 AS unknown_costs
    FROM started
    UNION ALL
    SELECT
        cohort, split, age, 0 AS size, revenue, 2 * revenue_before * y + y * y AS revenue_squares,
        margin, 2 * margin_before * m + m * m AS margin_squares,
        unknown_costs
    FROM steps
),
money AS (
    SELECT
        min(lowest_currency) AS currency,
        max(highest_currency) AS other_currency,
        CASE WHEN count(lowest_currency) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM customers
)
SELECT
    facts.cohort,
    facts.split,
    facts.age,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    sum(facts.size) AS size,
    CAST(sum(facts.revenue) AS DOUBLE) AS revenue,
    sum(facts.revenue_squares) AS revenue_squares,
    CAST(min(facts.revenue) AS DOUBLE) AS lowest_revenue,
    CAST(sum(facts.margin) AS DOUBLE) AS margin,
    sum(facts.margin_squares) AS margin_squares,
    CAST(min(facts.margin) AS DOUBLE) AS lowest_margin,
    sum(facts.unknown_costs) AS unknown_costs
FROM facts
CROSS JOIN money
GROUP BY facts.cohort, facts.split, facts.age, money.currency, money.other_currency, money.amounts_missing
ORDER BY facts.split, facts.cohort, facts.age
