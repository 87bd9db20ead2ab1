-- Shared e-mails that one file has beside several of these persons: its own system takes them for different customers.
-- A row that a later file only repeated was in that file, too; a file in whose place another one was loaded says
-- nothing any more.
WITH carried AS (
    SELECT 'customers' AS source, load_no, row_no, customer_id, email_hash
    FROM raw.customers
    WHERE email_hash IN (SELECT email_hash FROM latest_email_stars)
        AND load_no >= (SELECT coalesce(max(floor_no), 0) FROM meta.replaced WHERE table_name = 'customers')
    UNION ALL
    SELECT 'orders', load_no, row_no, customer_id, email_hash
    FROM raw.orders
    WHERE email_hash IN (SELECT email_hash FROM latest_email_stars)
        AND load_no >= (SELECT coalesce(max(floor_no), 0) FROM meta.replaced WHERE table_name = 'orders')
    UNION ALL
    SELECT 'surveys', load_no, row_no, customer_id, email_hash
    FROM raw.surveys
    WHERE email_hash IN (SELECT email_hash FROM latest_email_stars)
        AND load_no >= (SELECT coalesce(max(floor_no), 0) FROM meta.replaced WHERE table_name = 'surveys')
    UNION ALL
    SELECT 'contacts', load_no, row_no, customer_id, email_hash
    FROM raw.contacts
    WHERE email_hash IN (SELECT email_hash FROM latest_email_stars)
        AND load_no >= (SELECT coalesce(max(floor_no), 0) FROM meta.replaced WHERE table_name = 'contacts')
),
held AS (
    SELECT source, load_no, customer_id, email_hash FROM carried
    UNION
    SELECT k.source, m.load_no, k.customer_id, k.email_hash
    FROM carried AS k
    JOIN meta.claims AS m ON m.table_name = k.source AND m.owner_load_no = k.load_no AND m.owner_row_no = k.row_no
)
SELECT DISTINCT h.email_hash
FROM held AS h
JOIN latest_identities AS i ON i.customer_id = h.customer_id
JOIN latest_email_stars AS s ON s.email_hash = h.email_hash AND s.person = i.person
GROUP BY h.source, h.load_no, h.email_hash
HAVING count(DISTINCT i.person) > 1
