-- What a programme would work on, over the year up to the last day shown: customers with a high-effort contact, and what
-- customers who came back after the year before have spent. Guests have no person and are not counted.
WITH year AS (
    SELECT
        least(last_day, orders_to) - 365 AS before_first_day,
        least(last_day, orders_to) AS last_day
    FROM params
),
high_effort AS (
    SELECT count(DISTINCT contacts.person_no) AS customers
    FROM contacts
    CROSS JOIN year
    WHERE
        contacts.effort_band = 'high effort'
        AND contacts.person_no IS NOT NULL
        AND contacts.contact_date > year.before_first_day
        AND contacts.contact_date <= year.last_day
),
persons AS (
    SELECT
        activity.person_no,
        max(CASE WHEN activity.orders > 0 AND activity.order_date <= year.before_first_day THEN 1 ELSE 0 END) AS before,
        max(CASE WHEN activity.orders > 0 AND activity.order_date > year.before_first_day THEN 1 ELSE 0 END) AS now,
        sum(CASE WHEN activity.order_date > year.before_first_day THEN CAST(activity.net_revenue AS DOUBLE) ELSE 0 END)
            AS revenue,
        min(coalesce(activity.money_currency, '')) AS currency,
        max(coalesce(activity.money_currency, '')) AS other_currency,
        count(activity.net_revenue) AS amounts
    FROM activity
    CROSS JOIN year
    WHERE activity.order_date > year.before_first_day - 365 AND activity.order_date <= year.last_day
    GROUP BY activity.person_no
),
begun AS (SELECT min(order_date) AS first_day FROM mart.orders)
SELECT
    max(high_effort.customers) AS high_effort_customers,
    sum(persons.before) AS customers_before,
    sum(persons.now) AS customers_now,
    sum(persons.before * persons.now) AS returned,
    sum(persons.before * persons.now * persons.revenue) AS revenue,
    sum(persons.before * persons.now * persons.revenue * persons.revenue) AS revenue_squares,
    min(persons.currency) AS currency,
    max(persons.other_currency) AS other_currency,
    CASE WHEN count(*) > 0 AND sum(persons.amounts) = 0 THEN 1 ELSE 0 END AS amounts_missing,
    max(begun.first_day) AS orders_from,
    max(year.before_first_day) AS before_first_day
FROM persons
CROSS JOIN year
CROSS JOIN high_effort
CROSS JOIN begun
