-- Every customer with an order in the period: days from the last order to the period's last day, orders, net revenue; the
-- name only where single customers are asked for. And in which currencies these amounts are.
WITH bought AS (
    SELECT
        orders.period,
        orders.split,
        orders.person_no,
        max(periods.last_day) - max(CASE WHEN orders.is_order = 1 THEN orders.order_date END) AS recency,
        sum(orders.is_order) AS frequency,
        CAST(sum(orders.net_revenue) AS DOUBLE) AS monetary,
        min(coalesce(orders.money_currency, '')) AS currency,
        max(coalesce(orders.money_currency, '')) AS other_currency
    FROM orders
    JOIN periods ON orders.order_date BETWEEN periods.first_day AND periods.last_day
    WHERE orders.person_no IS NOT NULL
    GROUP BY orders.period, orders.split, orders.person_no
)
SELECT
    bought.period,
    bought.split,
    CASE WHEN params.per = 'customer' THEN customers.person END AS person,
    bought.recency,
    bought.frequency,
    bought.monetary,
    bought.currency,
    bought.other_currency
FROM bought
CROSS JOIN params
LEFT JOIN mart.customers AS customers ON customers.person_no = bought.person_no AND params.per = 'customer'
WHERE bought.frequency > 0
