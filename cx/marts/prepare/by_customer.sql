-- Customer id to person.
SELECT i.customer_id, p.person_no FROM latest_identities AS i JOIN latest_people AS p ON p.person = i.person
