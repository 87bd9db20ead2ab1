-- Orders and credit notes with an amount, one row each. n: what the figure counts; adds: their net revenue.
SELECT person_no, money_currency AS currency, 1 AS n, net_revenue AS adds
FROM orders
WHERE net_revenue IS NOT NULL
