-- How many customers are behind a figure, what they count for and what they add, by currency, by whether they are known,
-- and by whether they add to it (1), take from it (-1) or do neither (0).
SELECT
    currency,
    CASE WHEN person_no IS NULL THEN 0 ELSE 1 END AS known,
    CASE WHEN adds > 0 THEN 1 WHEN adds < 0 THEN -1 ELSE 0 END AS side,
    count(*) AS customers,
    sum(n) AS n,
    CAST(sum(adds) AS DOUBLE) AS adds
FROM by_customer
GROUP BY
    currency,
    CASE WHEN person_no IS NULL THEN 0 ELSE 1 END,
    CASE WHEN adds > 0 THEN 1 WHEN adds < 0 THEN -1 ELSE 0 END
