-- The same as in contacts_in_turn, for filters that keep or leave out a customer as a whole: then a contact is the first of
-- its period when the one before it, which the marts know, lies before that period.
SELECT
    contacts.*,
    CASE
        WHEN contacts.earlier_contact_date IS NULL THEN 1
        WHEN contacts.earlier_contact_date < greatest(coalesce(contacts.period, params.first_day), params.first_day)
            THEN 1
    END AS place
FROM contacts
CROSS JOIN params
WHERE contacts.effort_band IS NOT NULL
