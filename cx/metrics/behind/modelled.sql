-- The customers that a model of buying was asked about, one row each. n: what the figure counts; adds: what the model expects.
SELECT customers.person_no, CAST(NULL AS VARCHAR) AS currency, params.band, 1 AS n, valued.adds
FROM valued
CROSS JOIN params
JOIN customers ON customers.person = valued.person
