-- What customers cost to win whose first order lies in the view, and what those who had ordered by then cost to serve in it:
-- the cost y of each one's contacts and the years x he was a customer within the view, with squares and products.
WITH days AS (SELECT first_day, least(last_day, orders_to) AS last_day FROM params),
won AS (
    SELECT
        customers.split,
        count(*) AS customers,
        count(customers.acquisition_cost) AS priced,
        CAST(sum(customers.acquisition_cost) AS DOUBLE) AS cost,
        sum(CAST(customers.acquisition_cost AS DOUBLE) * customers.acquisition_cost) AS squares,
        CAST(min(customers.acquisition_cost) AS DOUBLE) AS lowest
    FROM customers
    CROSS JOIN days
    WHERE customers.first_order_date BETWEEN days.first_day AND days.last_day
    GROUP BY customers.split
),
each AS (
    SELECT
        customers.split,
        customers.person_no,
        max(days.last_day - greatest(customers.first_order_date, days.first_day) + 1) / 365.25 AS years,
        count(contacts.contact_id) AS contacts,
        count(contacts.cost) AS costed,
        CAST(coalesce(sum(contacts.cost), 0) AS DOUBLE) AS cost
    FROM customers
    CROSS JOIN days
    LEFT JOIN contacts
        ON contacts.person_no = customers.person_no
        AND contacts.contact_date BETWEEN days.first_day AND days.last_day
        AND contacts.contact_date >= customers.first_order_date
    WHERE customers.first_order_date <= days.last_day AND customers.order_count > 0
    GROUP BY customers.split, customers.person_no
),
served AS (
    SELECT
        split,
        count(*) AS customers,
        sum(contacts) AS contacts,
        sum(costed) AS costed,
        sum(cost) AS cost,
        sum(years) AS years,
        sum(cost * cost) AS cost_yy,
        sum(cost * years) AS cost_xy,
        sum(years * years) AS cost_xx,
        min(cost) AS lowest
    FROM each
    GROUP BY split
)
SELECT
    served.split,
    coalesce(won.customers, 0) AS won,
    coalesce(won.priced, 0) AS priced,
    coalesce(won.cost, 0) AS won_cost,
    coalesce(won.squares, 0) AS won_squares,
    coalesce(won.lowest, 0) AS won_lowest,
    served.customers,
    served.contacts,
    served.costed,
    served.cost,
    served.years,
    served.cost_yy,
    served.cost_xy,
    served.cost_xx,
    served.lowest
FROM served
LEFT JOIN won ON won.split IS NOT DISTINCT FROM served.split
ORDER BY served.split
