-- What customers add then and now by segment, with sums of products: customers x who had ordered in as many days before
-- and those of them y who ordered again. orders_from: the first day with orders.
SELECT products.*, known.orders_from
FROM products
CROSS JOIN (SELECT min(first_date) AS orders_from FROM mart.coverage WHERE mart = 'orders') AS known
