-- What a programme would work on, over the year up to the last day shown: customers with a high-effort contact, and what
-- customers who came back after the year before have spent. Guests have no person and are not counted. paid_days and
-- costed_days: days of this year's customers with an amount and with a margin; only when all have one is there a margin.
WITH year AS (
    SELECT
        least(last_day, orders_to) - 365 AS before_first_day,
        least(last_day, orders_to) AS last_day
    FROM params
),
contacted AS (
    SELECT
        count(*) AS contacts,
        count(DISTINCT CASE WHEN contacts.effort_band = 'high effort' THEN contacts.person_no END) AS high_effort
    FROM contacts
    CROSS JOIN year
    WHERE
        contacts.person_no IS NOT NULL
        AND contacts.contact_date > year.before_first_day
        AND contacts.contact_date <= year.last_day
),
days AS (
    SELECT
        activity.person_no,
        activity.orders,
        CASE WHEN activity.order_date > year.before_first_day THEN 1 ELSE 0 END AS is_now,
        CAST(activity.net_revenue AS DOUBLE) AS net_revenue,
        CAST(activity.margin AS DOUBLE) AS margin,
        coalesce(activity.money_currency, '') AS currency
    FROM mart.activity AS activity
    CROSS JOIN year
    WHERE
        activity.order_date > year.before_first_day - 365
        AND activity.order_date <= year.last_day
        AND activity.person_no IN (SELECT person_no FROM customers)
),
persons AS (
    SELECT
        person_no,
        max(CASE WHEN orders > 0 AND is_now = 0 THEN 1 ELSE 0 END) AS before,
        max(CASE WHEN orders > 0 AND is_now = 1 THEN 1 ELSE 0 END) AS now,
        coalesce(sum(CASE WHEN is_now = 1 THEN net_revenue END), 0) AS revenue,
        coalesce(sum(CASE WHEN is_now = 1 THEN margin END), 0) AS margin,
        min(CASE WHEN is_now = 1 THEN currency END) AS currency,
        max(CASE WHEN is_now = 1 THEN currency END) AS other_currency,
        count(CASE WHEN is_now = 1 THEN net_revenue END) AS paid_days,
        count(CASE WHEN is_now = 1 THEN margin END) AS costed_days
    FROM days
    GROUP BY person_no
),
begun AS (SELECT min(order_date) AS first_day FROM mart.orders)
SELECT
    max(contacted.contacts) AS contacts,
    max(contacted.high_effort) AS high_effort_customers,
    sum(persons.before) AS customers_before,
    sum(persons.now) AS customers_now,
    sum(persons.before * persons.now) AS returned,
    sum(persons.before * persons.now * persons.revenue) AS revenue,
    sum(persons.before * persons.now * persons.revenue * persons.revenue) AS revenue_squares,
    sum(persons.before * persons.now * persons.margin) AS margin,
    sum(persons.before * persons.now * persons.margin * persons.margin) AS margin_squares,
    sum(persons.revenue) AS revenue_of_all,
    sum(persons.margin) AS margin_of_all,
    sum(persons.paid_days) AS paid_days,
    sum(persons.costed_days) AS costed_days,
    min(persons.currency) AS currency,
    max(persons.other_currency) AS other_currency,
    CASE WHEN sum(persons.now) > 0 AND sum(persons.paid_days) = 0 THEN 1 ELSE 0 END AS amounts_missing,
    max(begun.first_day) AS orders_from,
    max(year.before_first_day) AS before_first_day
FROM persons
CROSS JOIN year
CROSS JOIN contacted
CROSS JOIN begun
