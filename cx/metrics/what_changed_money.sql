-- What customers add then and now by segment, with sums of products: net revenue y of orders x, or of customers x and
-- their orders z; and in which currencies it is.
WITH money AS (
    SELECT
        min(coalesce(orders.money_currency, '')) AS currency,
        max(coalesce(orders.money_currency, '')) AS other_currency,
        CASE WHEN count(*) > 0 AND count(orders.net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM both_sides AS orders
)
SELECT products.*, money.currency, money.other_currency, money.amounts_missing
FROM products
CROSS JOIN money
