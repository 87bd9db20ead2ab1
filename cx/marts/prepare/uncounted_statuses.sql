-- The statuses that do not count as revenue, as the orders spell them: looked up once, not order by order.
SELECT status
FROM (SELECT DISTINCT status FROM latest_all_orders) AS spelled
WHERE latest_status_word(status) IN (SELECT status FROM latest_not_revenue)
