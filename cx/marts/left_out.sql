-- Rows that the store has and a figure does not use, or uses only in part, with the reason in words.
WITH statuses AS (
    SELECT
        'orders' AS mart,
        'status “' || o.status || '” does not count as an order'
            || CASE
                WHEN count(DISTINCT coalesce(upper(trim(o.currency)), '')) > 1 THEN ''
                ELSE coalesce(
                    ' (amount ' || CAST(CAST(sum(coalesce(o.amount, l.amount)) AS DECIMAL(18, 2)) AS VARCHAR) || ')', ''
                )
            END AS reason,
        count(*) AS row_count
    FROM latest_all_orders AS o
    LEFT JOIN latest_line_sums AS l ON l.order_id = o.order_id
    WHERE o.status IN (SELECT status FROM latest_uncounted_statuses)
    GROUP BY o.status
)
SELECT * FROM statuses
UNION ALL
SELECT 'orders', 'guest orders: no customer, so in orders and revenue but not in customers and retention', count(*)
FROM mart.orders WHERE person_no IS NULL AND is_order = 1
UNION ALL
SELECT 'orders', 'orders without an amount: counted, but not in revenue and average order value', count(*)
FROM mart.orders WHERE net_revenue IS NULL
UNION ALL
SELECT
    'orders', 'credit notes and stock corrections: lower the revenue, are no orders', count(*)
FROM mart.orders WHERE is_order = 0
UNION ALL
SELECT 'orders', 'orders of amount 0: counted as orders', count(*)
FROM latest_all_orders AS o
LEFT JOIN latest_line_sums AS l ON l.order_id = o.order_id
WHERE
    coalesce(o.amount, l.amount) = 0
    AND coalesce(l.quantity, 0) >= 0
    AND (o.status IS NULL OR o.status NOT IN (SELECT status FROM latest_uncounted_statuses))
UNION ALL
SELECT 'orders', 'order lines whose order is not loaded', count(*)
FROM latest_order_lines AS l
WHERE l.order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM latest_all_orders AS o WHERE o.order_id = l.order_id)
UNION ALL
SELECT 'orders', 'order lines without an amount', count(*)
FROM latest_order_lines WHERE amount IS NULL AND (quantity IS NULL OR unit_price IS NULL)
UNION ALL
SELECT 'responses', 'responses without a known customer: in scores, not in links to orders', count(*)
FROM mart.responses WHERE person_no IS NULL
UNION ALL
SELECT 'responses', 'invitations without an answer: in the response rate only', count(*)
FROM mart.responses WHERE answered = 0
UNION ALL
SELECT 'responses', 'NPS answers that are not a whole number from 0 to 10', count(*)
FROM latest_surveys WHERE nps IS NOT NULL AND NOT (nps BETWEEN 0 AND 10 AND nps = floor(nps))
UNION ALL
SELECT 'responses', 'satisfaction answers without a usable scale: not in CSAT', count(*)
FROM mart.responses WHERE csat IS NOT NULL AND csat_top_two IS NULL
UNION ALL
SELECT 'responses', 'effort answers without a usable scale: not in CES', count(*)
FROM mart.responses WHERE ces IS NOT NULL AND ces_seven IS NULL
UNION ALL
SELECT 'contacts', 'contacts without a known customer', count(*) FROM mart.contacts WHERE person_no IS NULL
UNION ALL
SELECT 'contacts', 'contacts not closed yet, or closed before they were opened: no resolution time', count(*)
FROM mart.contacts WHERE resolution_days IS NULL
