-- How many contacts took how many days from opening to closing.
SELECT split, period, resolution_days AS days, count(*) AS contacts
FROM contacts
WHERE resolution_days IS NOT NULL
GROUP BY split, period, resolution_days
