-- Customer id to person. joined: it took an e-mail to find him. listed, ordered: where the id was seen.
SELECT i.customer_id, p.person_no, j.person IS NOT NULL AS joined, i.listed, i.ordered
FROM latest_identities AS i
LEFT JOIN latest_joined AS j ON j.person = i.person
JOIN latest_people AS p ON p.person = coalesce(j.joined_to, i.person)
