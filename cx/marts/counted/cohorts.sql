-- Continues a list of columns: the sums of one cohort at one age.
facts.cohort,
facts.age,
sum(size) AS size,
sum(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS active,
sum(orders) AS orders,
sum(CAST(orders AS DOUBLE) * orders) AS orders_squares,
sum(CAST(orders AS DOUBLE) * first_orders) AS orders_products,
CAST(sum(revenue) AS DOUBLE) AS revenue,
sum(CAST(revenue AS DOUBLE) * revenue) AS revenue_squares,
sum(CAST(revenue AS DOUBLE) * first_revenue) AS revenue_products,
CAST(min(revenue) AS DOUBLE) AS lowest_revenue,
sum(revenue_raised) AS revenue_raised,
CAST(sum(margin) AS DOUBLE) AS margin,
sum(margin_raised) AS margin_raised,
CAST(min(margin) AS DOUBLE) AS lowest_margin,
sum(unknown_costs) AS unknown_costs
FROM latest_cohort_facts AS facts JOIN people ON people.of_person = facts.person_no
