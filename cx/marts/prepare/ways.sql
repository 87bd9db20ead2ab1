-- How the rows of orders, responses and contacts found their person: of what a row names, its customer id comes first,
-- then its order, its contact and its e-mail. An id that is known by its e-mail only counts as found by e-mail.
WITH led AS (SELECT customer_id FROM latest_by_customer WHERE joined AND NOT listed),
orders_apart AS (
    SELECT order_id FROM latest_orders WHERE customer_id IS NULL AND email_hash IS NOT NULL
    UNION ALL
    SELECT order_id FROM latest_orders WHERE customer_id IN (SELECT customer_id FROM led)
),
order_ways AS (
    SELECT
        count(person_no) AS named,
        count(CASE WHEN order_id IN (SELECT order_id FROM orders_apart) THEN person_no END) AS by_email
    FROM mart.orders
),
contact_ways AS (
    SELECT
        CASE
            WHEN s.customer_id IS NULL OR s.customer_id IN (SELECT customer_id FROM led) THEN 'email'
            ELSE 'customer_id'
        END AS way
    FROM mart.contacts AS k JOIN latest_contacts AS s ON s.contact_id = k.contact_id
    WHERE k.person_no IS NOT NULL
),
linked_orders AS (
    SELECT o.order_id
    FROM latest_all_orders AS o LEFT JOIN latest_by_email AS e ON e.email_hash = o.email_hash
    WHERE o.order_id IN (SELECT order_id FROM latest_surveys WHERE customer_id IS NULL)
        AND (o.customer_id IS NOT NULL OR e.email_hash IS NOT NULL)
),
linked_contacts AS (
    SELECT k.contact_id
    FROM latest_contacts AS k LEFT JOIN latest_by_email AS e ON e.email_hash = k.email_hash
    WHERE k.contact_id IN (SELECT contact_id FROM latest_surveys WHERE customer_id IS NULL)
        AND (k.customer_id IS NOT NULL OR e.email_hash IS NOT NULL)
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
),
counted AS (
    SELECT 'orders' AS mart, 'customer_id' AS way, named - by_email AS row_count FROM order_ways
    UNION ALL SELECT 'orders', 'email', by_email FROM order_ways
    UNION ALL SELECT 'contacts', way, count(*) FROM contact_ways GROUP BY way
    UNION ALL SELECT 'responses', way, count(*) FROM response_ways GROUP BY way
)
SELECT mart, way, CAST(row_count AS BIGINT) AS row_count FROM counted WHERE row_count > 0
