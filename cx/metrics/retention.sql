-- Who is active how many periods after the start: per cohort and age (both numbered in periods), the customers, their
-- orders and their revenue, with the squares and products that the intervals need. Size stands in the row of age 0.
-- In recurring mode one customer is in several cohorts. The columns from `newcomers` on, added up over all cohorts of a
-- split (and trend period) that have completed an age, are sums over customers: how many they are and, with x what one has
-- at the start of all his cohorts and y what he has at that age, x^2 (stands at age 0), y^2 and x y.
WITH trends AS (
    SELECT starts.number, max(periods.period) AS trend
    FROM (SELECT DISTINCT number, starts FROM calendar) AS starts
    LEFT JOIN periods ON periods.period <= starts.starts
    GROUP BY starts.number
),
facts AS (
    SELECT cohort, split, 0 AS age, 1 AS size, 0 AS orders, 0 AS first_orders, 0 AS revenue, 0 AS first_revenue
    FROM members
    UNION ALL
    SELECT
        members.cohort,
        members.split,
        active.number - members.cohort AS age,
        0 AS size,
        active.orders,
        members.first_orders,
        active.revenue,
        members.first_revenue
    FROM members
    JOIN active ON active.person_no = members.person_no AND active.number >= members.cohort
),
money AS (
    SELECT min(lowest_currency) AS currency, max(highest_currency) AS other_currency FROM customers
),
cells AS (
    SELECT
        cohort,
        split,
        age,
        sum(size) AS size,
        sum(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS active,
        sum(orders) AS orders,
        sum(CAST(orders AS DOUBLE) * orders) AS orders_squares,
        sum(CAST(orders AS DOUBLE) * first_orders) AS orders_products,
        CAST(sum(revenue) AS DOUBLE) AS revenue,
        sum(CAST(revenue AS DOUBLE) * revenue) AS revenue_squares,
        sum(CAST(revenue AS DOUBLE) * first_revenue) AS revenue_products,
        CAST(min(revenue) AS DOUBLE) AS lowest_revenue
    FROM facts
    GROUP BY cohort, split, age
),
memberships AS (
    SELECT
        members.person_no,
        members.split,
        trends.trend,
        members.cohort,
        CAST(members.first_orders AS DOUBLE) AS first_orders,
        CAST(members.first_revenue AS DOUBLE) AS first_revenue
    FROM members
    JOIN trends ON trends.number = members.cohort
    CROSS JOIN params
    WHERE params.mode = 'recurring'
),
later AS (
    SELECT
        memberships.person_no,
        memberships.split,
        memberships.trend,
        active.number - memberships.cohort AS age,
        min(memberships.cohort) AS cohort,
        min(unfinished.number) - 1 - (active.number - memberships.cohort) AS youngest,
        sum(CASE WHEN active.orders > 0 THEN 1 ELSE 0 END) AS active,
        CAST(sum(active.orders) AS DOUBLE) AS orders,
        CAST(sum(active.revenue) AS DOUBLE) AS revenue
    FROM memberships
    CROSS JOIN params
    JOIN calendar AS unfinished ON unfinished.day = params.orders_to + 1
    JOIN active
        ON active.person_no = memberships.person_no
        AND active.number > memberships.cohort
        AND active.number < unfinished.number
    GROUP BY memberships.person_no, memberships.split, memberships.trend, active.number - memberships.cohort
),
timeline AS (
    SELECT
        person_no, split, trend, cohort, 0 AS age, cohort AS youngest, 1 AS starts, first_orders, first_revenue, 0 AS active,
        0 AS orders, 0 AS revenue
    FROM memberships
    UNION ALL
    SELECT
        person_no, split, trend, cohort, age, youngest, 0 AS starts, 0 AS first_orders, 0 AS first_revenue, active, orders,
        revenue
    FROM later
),
so_far AS (
    SELECT
        *,
        sum(starts) OVER (PARTITION BY person_no, trend ORDER BY youngest) AS all_starts,
        sum(first_orders) OVER (PARTITION BY person_no, trend ORDER BY youngest) AS all_first_orders,
        sum(first_revenue) OVER (PARTITION BY person_no, trend ORDER BY youngest) AS all_first_revenue
    FROM timeline
),
pools AS (
    SELECT
        min(cohort) AS cohort,
        split,
        age,
        sum(CASE WHEN starts = 1 AND all_starts = 1 THEN 1 ELSE 0 END) AS newcomers,
        sum(starts * (2 * all_starts - starts)) AS pooled_customers_starts,
        sum(active * active) AS pooled_customers_squares,
        sum(active * all_starts) AS pooled_customers_products,
        sum(first_orders * (2 * all_first_orders - first_orders)) AS pooled_orders_starts,
        sum(orders * orders) AS pooled_orders_squares,
        sum(orders * all_first_orders) AS pooled_orders_products,
        sum(first_revenue * (2 * all_first_revenue - first_revenue)) AS pooled_revenue_starts,
        sum(revenue * revenue) AS pooled_revenue_squares,
        sum(revenue * all_first_revenue) AS pooled_revenue_products
    FROM so_far
    GROUP BY split, trend, age, CASE WHEN age = 0 THEN cohort END
)
SELECT
    cells.*,
    money.currency,
    money.other_currency,
    pools.newcomers,
    pools.pooled_customers_starts,
    pools.pooled_customers_squares,
    pools.pooled_customers_products,
    pools.pooled_orders_starts,
    pools.pooled_orders_squares,
    pools.pooled_orders_products,
    pools.pooled_revenue_starts,
    pools.pooled_revenue_squares,
    pools.pooled_revenue_products
FROM cells
CROSS JOIN money
LEFT JOIN pools
    ON pools.cohort = cells.cohort AND pools.age = cells.age AND coalesce(pools.split, '') = coalesce(cells.split, '')
ORDER BY cells.split, cells.cohort, cells.age
