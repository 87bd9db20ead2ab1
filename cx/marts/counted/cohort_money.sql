-- Continues a list of columns: in which currencies the orders of the customers are, and whether they have amounts.
min(c.lowest_currency) AS lowest_currency,
max(c.highest_currency) AS highest_currency,
count(c.lowest_currency) AS buyers,
count(c.net_revenue) AS with_amounts
FROM mart.customers AS c JOIN people ON people.of_person = c.person_no
