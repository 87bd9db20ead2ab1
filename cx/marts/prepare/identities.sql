-- Every customer id of any table, and the person behind it.
SELECT named.customer_id, coalesce(c.person_id, named.customer_id) AS person
FROM (
    SELECT customer_id FROM latest_customers
    UNION SELECT customer_id FROM latest_all_orders
    UNION SELECT customer_id FROM latest_surveys
    UNION SELECT customer_id FROM latest_contacts
    UNION SELECT customer_id FROM latest_subscriptions
    UNION SELECT customer_id FROM latest_journey_events
) AS named
LEFT JOIN latest_customers AS c ON c.customer_id = named.customer_id
WHERE named.customer_id IS NOT NULL
