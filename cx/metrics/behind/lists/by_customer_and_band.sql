-- The same of a figure by band of experience, with the band of the customer; none where he is counted in both.
SELECT
    person_no,
    currency,
    CASE WHEN min(band) = max(band) THEN min(band) END AS band,
    sum(n) AS n,
    sum(adds) AS adds
FROM counted
GROUP BY person_no, currency
