-- Of ordering.sql what is told of customers by month, from the cohorts that the marts have counted: who is active at an age
-- of his cohort is active in one month. Guests only show that something was ordered.
SELECT
    split,
    period,
    sum(customers) AS customers,
    sum(known_orders) AS known_orders,
    sum(known_orders_squares) AS known_orders_squares,
    sum(known_orders + guest_orders) AS orders
FROM (
    SELECT
        cohorts.split,
        periods.period,
        cohorts.active AS customers,
        cohorts.orders AS known_orders,
        cohorts.orders_squares AS known_orders_squares,
        0 AS guest_orders
    FROM cohorts
    JOIN periods
        ON extract(YEAR FROM periods.period) * 12 + extract(MONTH FROM periods.period) - 1 = cohorts.cohort + cohorts.age
    UNION ALL
    SELECT
        split, period, 0 AS customers, 0 AS known_orders, 0 AS known_orders_squares, is_order AS guest_orders
    FROM orders
    WHERE person_no IS NULL
) AS counted
GROUP BY split, period
