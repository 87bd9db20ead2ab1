-- The same as in contacts_in_turn, for filters that keep or leave out a customer as a whole, see answers_begun.
SELECT
    contacts.*,
    CASE
        WHEN coalesce(
            contacts.earlier_contact_date < greatest(coalesce(contacts.period, params.first_day), params.first_day), TRUE
        )
            THEN 1
        ELSE 2
    END AS place
FROM contacts
CROSS JOIN params
WHERE contacts.effort_band IS NOT NULL AND params.score IN ('all', 'effort')
