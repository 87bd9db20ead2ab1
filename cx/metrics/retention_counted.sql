-- As retention.sql, for month cohorts by first order, of the whole or by one dimension: what the marts have counted
-- already is only added up. Such cohorts have no customer in common, so the pooled columns stay empty.
WITH money AS (
    SELECT min(lowest_currency) AS currency, max(highest_currency) AS other_currency FROM cohort_money
)
SELECT
    cohorts.cohort,
    cohorts.split,
    cohorts.age,
    sum(cohorts.size) AS size,
    sum(cohorts.active) AS active,
    sum(cohorts.orders) AS orders,
    sum(cohorts.orders_squares) AS orders_squares,
    sum(cohorts.orders_products) AS orders_products,
    sum(cohorts.revenue) AS revenue,
    sum(cohorts.revenue_squares) AS revenue_squares,
    sum(cohorts.revenue_products) AS revenue_products,
    min(cohorts.lowest_revenue) AS lowest_revenue,
    money.currency,
    money.other_currency,
    CAST(NULL AS DOUBLE) AS newcomers,
    CAST(NULL AS DOUBLE) AS pooled_customers_starts,
    CAST(NULL AS DOUBLE) AS pooled_customers_squares,
    CAST(NULL AS DOUBLE) AS pooled_customers_products,
    CAST(NULL AS DOUBLE) AS pooled_orders_starts,
    CAST(NULL AS DOUBLE) AS pooled_orders_squares,
    CAST(NULL AS DOUBLE) AS pooled_orders_products,
    CAST(NULL AS DOUBLE) AS pooled_revenue_starts,
    CAST(NULL AS DOUBLE) AS pooled_revenue_squares,
    CAST(NULL AS DOUBLE) AS pooled_revenue_products
FROM cohorts
CROSS JOIN money
JOIN shown ON cohorts.cohort BETWEEN shown.first_cohort AND shown.last_cohort
GROUP BY cohorts.cohort, cohorts.split, cohorts.age, money.currency, money.other_currency
ORDER BY cohorts.split, cohorts.cohort, cohorts.age
