-- As observed_ltv.sql, for month cohorts by first order, of the whole or by one dimension: what the marts have counted
-- already is only added up.
WITH money AS (
    SELECT
        min(lowest_currency) AS currency,
        max(highest_currency) AS other_currency,
        CASE WHEN sum(buyers) > 0 AND sum(with_amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM cohort_money
)
SELECT
    cohorts.cohort,
    cohorts.split,
    cohorts.age,
    money.currency,
    money.other_currency,
    money.amounts_missing,
    sum(cohorts.size) AS size,
    sum(cohorts.revenue) AS revenue,
    sum(cohorts.revenue_raised) AS revenue_squares,
    min(cohorts.lowest_revenue) AS lowest_revenue,
    sum(cohorts.margin) AS margin,
    sum(cohorts.margin_raised) AS margin_squares,
    min(cohorts.lowest_margin) AS lowest_margin,
    sum(cohorts.unknown_costs) AS unknown_costs
FROM cohorts
CROSS JOIN money
JOIN shown ON cohorts.cohort BETWEEN shown.first_cohort AND shown.last_cohort
GROUP BY
    cohorts.cohort, cohorts.split, cohorts.age, money.currency, money.other_currency, money.amounts_missing
ORDER BY cohorts.split, cohorts.cohort, cohorts.age
