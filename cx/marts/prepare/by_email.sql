-- Hashed e-mail to person.
SELECT e.email_hash, p.person_no FROM latest_emails AS e JOIN latest_people AS p ON p.person = e.person
