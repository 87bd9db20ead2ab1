-- How many customer ids a person has.
SELECT person_no, count(*) AS customer_ids FROM latest_by_customer GROUP BY person_no
