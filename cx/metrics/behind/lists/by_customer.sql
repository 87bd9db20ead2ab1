-- What every customer adds to a figure, by currency; all rows without a known customer are one line without a person.
SELECT person_no, currency, CAST(NULL AS VARCHAR) AS band, sum(n) AS n, sum(adds) AS adds
FROM counted
GROUP BY person_no, currency
