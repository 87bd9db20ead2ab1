-- Continues a list of columns: the sums of one month. clusters: customers with an amount.
facts.month,
sum(orders) AS orders,
sum(CAST(orders AS BIGINT) * orders) AS orders_squares,
sum(CASE WHEN amounts > 0 THEN 1 ELSE 0 END) AS clusters,
sum(amounts) AS amounts,
sum(amount_orders) AS amount_orders,
sum(CAST(amount_orders AS BIGINT) * amount_orders) AS amount_orders_squares,
sum(net_revenue) AS net_revenue,
sum(CAST(net_revenue AS DOUBLE) * CAST(net_revenue AS DOUBLE)) AS revenue_squares,
sum(CAST(net_revenue AS DOUBLE) * amount_orders) AS cross_products
FROM latest_money_facts AS facts JOIN people ON people.of_person = facts.person_no
