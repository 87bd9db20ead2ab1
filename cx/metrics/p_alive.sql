-- Rows of equal histories with the number of customers who have them.
SELECT split, person, x, t_x, age_days, count(*) AS customers
FROM histories
GROUP BY split, person, x, t_x, age_days
