-- Orders and credit notes with an amount, one row each. n: what the figure counts, so 0 for a credit note; adds: their net
-- revenue.
SELECT person_no, money_currency AS currency, is_order AS n, net_revenue AS adds
FROM orders
WHERE net_revenue IS NOT NULL
