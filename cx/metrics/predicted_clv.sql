-- Rows of equal histories with the number of customers who have them. One more row, without x, says in which currencies
-- these orders are.
WITH currencies AS (
    -- Only customers without one single currency need a look at their orders.
    SELECT money_currency AS currency FROM customers WHERE order_count > 0 AND money_currency IS NOT NULL
    UNION ALL
    SELECT coalesce(money_currency, '') AS currency
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM customers WHERE order_count > 0 AND money_currency IS NULL)
),
money AS (
    SELECT min(currency) AS currency, max(currency) AS other_currency FROM currencies
),
amounts AS (
    SELECT CASE WHEN count(*) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM customers
    WHERE order_count > 0
)
SELECT
    split, person, x, t_x, age_days, mean_value, count(*) AS customers,
    CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS VARCHAR) AS other_currency, CAST(NULL AS INTEGER) AS amounts_missing
FROM histories
GROUP BY split, person, x, t_x, age_days, mean_value
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, currency, other_currency, amounts_missing
FROM money
CROSS JOIN amounts
