-- How many rows of a mart have a day, how many of those have a known customer, and how many tell something: as the rows
-- under a view are counted, for a view without filters that shows all days.
WITH strangers AS (SELECT person_no FROM mart.unlisted WHERE NOT ordered)
SELECT 'orders' AS mart, count(*) AS row_count, count(person_no) AS known, count(*) AS told
FROM mart.orders
WHERE order_date IS NOT NULL
UNION ALL
SELECT
    'responses' AS mart,
    count(*) AS row_count,
    count(person_no) - count(CASE WHEN person_no IN (SELECT person_no FROM strangers) THEN 1 END) AS known,
    coalesce(sum(answered), 0) AS told
FROM mart.responses
WHERE response_date IS NOT NULL
UNION ALL
SELECT
    'contacts' AS mart,
    count(*) AS row_count,
    count(person_no) - count(CASE WHEN person_no IN (SELECT person_no FROM strangers) THEN 1 END) AS known,
    count(*) AS told
FROM mart.contacts
WHERE contact_date IS NOT NULL
