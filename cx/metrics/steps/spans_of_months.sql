-- What every customer ordered in each period shown: the periods are months, and nothing has to be added up.
SELECT split, period, person_no, orders, amounts, amount_orders, net_revenue
FROM months
