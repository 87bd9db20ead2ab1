-- What every customer ordered in the period shown, which holds all orders there are.
SELECT split, CAST(NULL AS DATE) AS period, person_no, order_count AS orders, amounts, amount_orders, net_revenue
FROM customers
WHERE lowest_currency IS NOT NULL
