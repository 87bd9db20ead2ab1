-- Contacts of a known effort; place 1: the first of its customer and period.
SELECT
    contacts.*,
    row_number() OVER (
        PARTITION BY contacts.period, contacts.person_no ORDER BY contacts.opened_at, contacts.contact_id
    ) AS place
FROM contacts
CROSS JOIN params
WHERE contacts.effort_band IS NOT NULL AND params.score IN ('all', 'effort')
