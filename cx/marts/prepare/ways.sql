-- How the rows of orders, responses and contacts found their person. What names several is found by the first of: its
-- customer id, its order, its contact, its e-mail.
WITH led AS (
    SELECT b.customer_id FROM latest_by_customer AS b JOIN latest_identities AS i ON i.customer_id = b.customer_id
    WHERE b.joined AND NOT i.listed
),
orders_apart AS (
    SELECT order_id FROM latest_orders WHERE customer_id IS NULL AND email_hash IS NOT NULL
    UNION ALL
    SELECT order_id FROM latest_orders WHERE customer_id IN (SELECT customer_id FROM led)
),
order_ways AS (
    SELECT count(o.person_no) AS named, count(CASE WHEN a.order_id IS NOT NULL THEN o.person_no END) AS by_email
    FROM mart.orders AS o LEFT JOIN orders_apart AS a ON a.order_id = o.order_id
),
contact_ways AS (
    SELECT CASE WHEN s.customer_id IS NULL OR s.customer_id IN (SELECT customer_id FROM led) THEN 'email' ELSE 'customer_id' END AS way
    FROM mart.contacts AS k JOIN latest_contacts AS s ON s.contact_id = k.contact_id
    WHERE k.person_no IS NOT NULL
),
linked_orders AS (
    SELECT order_id FROM latest_all_orders
    WHERE order_id IN (SELECT order_id FROM latest_surveys WHERE customer_id IS NULL)
        AND (customer_id IS NOT NULL OR "email_hash" IN (SELECT email_hash FROM latest_by_email))
),
linked_contacts AS (
    SELECT contact_id FROM latest_contacts
    WHERE contact_id IN (SELECT contact_id FROM latest_surveys WHERE customer_id IS NULL)
        AND (customer_id IS NOT NULL OR email_hash IN (SELECT email_hash FROM latest_by_email))
),
response_ways AS (
    SELECT
        CASE
            WHEN s.customer_id IN (SELECT customer_id FROM led) THEN 'email'
            WHEN s.customer_id IS NOT NULL THEN 'customer_id'
            WHEN s.order_id IN (SELECT order_id FROM linked_orders) THEN 'order_id'
            WHEN s.contact_id IN (SELECT contact_id FROM linked_contacts) THEN 'contact_id'
            ELSE 'email'
        END AS way
    FROM mart.responses AS r JOIN latest_surveys AS s ON s.response_id = r.response_id
    WHERE r.person_no IS NOT NULL
)
SELECT * FROM (
    SELECT 'orders' AS mart, 'customer_id' AS way, named - by_email AS row_count FROM order_ways
    UNION ALL SELECT 'orders', 'email', by_email FROM order_ways
    UNION ALL SELECT 'contacts', way, count(*) FROM contact_ways GROUP BY way
    UNION ALL SELECT 'responses', way, count(*) FROM response_ways GROUP BY way
) AS counted
WHERE row_count > 0
