-- What every customer ordered in each period shown, which is one or several months.
SELECT
    split,
    period,
    person_no,
    sum(orders) AS orders,
    sum(amounts) AS amounts,
    sum(amount_orders) AS amount_orders,
    sum(net_revenue) AS net_revenue
FROM months
GROUP BY split, period, person_no
