-- Every customer id of any table, the person behind it by the files' own word, and where the id was seen.
WITH named AS (
    SELECT customer_id, TRUE AS listed, FALSE AS ordered FROM latest_customers
    UNION ALL SELECT DISTINCT customer_id, FALSE, TRUE FROM latest_all_orders
    UNION ALL SELECT DISTINCT customer_id, FALSE, FALSE FROM latest_surveys
    UNION ALL SELECT DISTINCT customer_id, FALSE, FALSE FROM latest_contacts
    UNION ALL SELECT DISTINCT customer_id, FALSE, FALSE FROM latest_subscriptions
    UNION ALL SELECT DISTINCT customer_id, FALSE, FALSE FROM latest_journey_events
),
ids AS (
    SELECT customer_id, bool_or(listed) AS listed, bool_or(ordered) AS ordered
    FROM named
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
)
SELECT
    ids.customer_id,
    coalesce(c.person_id, ids.customer_id) AS person,
    ids.listed,
    ids.ordered,
    c.person_id IS NOT NULL AS told
FROM ids LEFT JOIN latest_customers AS c ON c.customer_id = ids.customer_id
