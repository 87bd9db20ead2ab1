-- Customers whom an e-mail could have joined and did not, with the reason in words.
SELECT reason, CAST(count(*) AS BIGINT) AS emails, CAST(sum(persons) AS BIGINT) AS persons
FROM latest_email_verdicts
WHERE reason IS NOT NULL
GROUP BY reason
UNION ALL
SELECT reason, CAST(NULL AS BIGINT), count(*) FROM latest_strangers WHERE reason IS NOT NULL GROUP BY reason
