-- Contacts of a known effort; place 1: the first of its customer and period.
SELECT
    *,
    row_number() OVER (PARTITION BY period, person_no ORDER BY opened_at, contact_id) AS place
FROM contacts
WHERE effort_band IS NOT NULL
