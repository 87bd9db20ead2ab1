-- What a model sees up to a cut, and what happened after it. The cut lies half of the order history before the last day
-- shown, at most 365 days: a model is judged over as long as it has learnt. Three kinds of rows: equal histories up to
-- the cut with their order days and revenue after it (x is filled); order days after the first of the customers known
-- at the cut, by week since the first order of all (week is filled); and one row with the days and the currencies.
WITH seen AS (
    SELECT least(last_day, orders_to) AS day FROM params
),
span AS (
    SELECT min(first_order_date) AS first_day
    FROM customers
    WHERE first_order_date <= (SELECT day FROM seen)
),
cuts AS (
    SELECT
        span.first_day,
        seen.day - CAST(least(365, ceil((seen.day - span.first_day) / 2.0)) AS INTEGER) AS cut_day,
        seen.day AS last_day
    FROM span
    CROSS JOIN seen
),
-- Told to be kept: the engine takes the days up to one for a few, and would look for the customers among them.
shown AS MATERIALIZED (
    SELECT activity.*, customers.split
    FROM mart.activity AS activity
    JOIN customers ON customers.person_no = activity.person_no
),
days AS (
    SELECT
        activity.person_no,
        activity.order_date,
        activity.net_revenue,
        CASE WHEN activity.orders > 0 AND activity.order_date <= cuts.cut_day THEN activity.order_date END AS known_day,
        CASE WHEN activity.order_date <= cuts.cut_day THEN activity.days_since_previous END AS known_gap,
        CASE WHEN activity.order_date > cuts.cut_day THEN activity.days_since_previous END AS later_gap,
        CASE WHEN activity.order_date > cuts.cut_day THEN activity.net_revenue END AS later_revenue,
        activity.orders
    FROM shown AS activity
    CROSS JOIN cuts
    WHERE activity.order_date <= (SELECT day FROM seen)
),
bought AS (
    SELECT
        person_no,
        min(known_day) AS first_day,
        min(CASE WHEN known_gap > 0 THEN order_date END) AS second_day,
        max(known_day) AS last_day,
        count(known_gap) AS x,
        count(CASE WHEN known_gap > 0 THEN net_revenue END) AS paid_days,
        sum(CASE WHEN known_gap > 0 THEN net_revenue END) AS repeat_revenue,
        count(later_gap) AS later_days,
        coalesce(sum(later_revenue), 0) AS later_revenue
    FROM days
    GROUP BY person_no
),
credited AS (
    SELECT days.person_no, sum(days.net_revenue) AS net_revenue
    FROM days
    CROSS JOIN cuts
    JOIN bought ON bought.person_no = days.person_no AND days.order_date > bought.second_day
    WHERE days.orders = 0 AND days.order_date <= cuts.cut_day
    GROUP BY days.person_no
),
histories AS (
    SELECT
        customers.split,
        bought.x,
        bought.last_day - bought.first_day AS t_x,
        cuts.cut_day - bought.first_day AS age_days,
        CASE
            WHEN bought.paid_days > 0
                THEN CAST(bought.repeat_revenue + coalesce(credited.net_revenue, 0) AS DOUBLE) / bought.paid_days
        END AS mean_value,
        bought.later_days,
        CAST(bought.later_revenue AS DOUBLE) AS later_revenue
    FROM bought
    JOIN customers ON customers.person_no = bought.person_no
    CROSS JOIN cuts
    LEFT JOIN credited ON credited.person_no = bought.person_no
    WHERE bought.first_day IS NOT NULL
),
weeks AS (
    SELECT
        activity.split,
        CAST(floor((activity.order_date - cuts.first_day) / 7.0) AS INTEGER) AS week,
        count(*) AS order_days
    FROM shown AS activity
    CROSS JOIN cuts
    WHERE activity.days_since_previous > 0 AND activity.order_date <= (SELECT day FROM seen)
        AND activity.first_order_date <= cuts.cut_day
    GROUP BY activity.split, CAST(floor((activity.order_date - cuts.first_day) / 7.0) AS INTEGER)
),
currencies AS (
    -- Only customers without one single currency need a look at their orders.
    SELECT money_currency AS currency FROM customers WHERE order_count > 0 AND money_currency IS NOT NULL
    UNION ALL
    SELECT coalesce(money_currency, '') AS currency
    FROM mart.orders
    WHERE person_no IN (SELECT person_no FROM customers WHERE order_count > 0 AND money_currency IS NULL)
),
money AS (
    SELECT min(currency) AS currency, max(currency) AS other_currency FROM currencies
),
amounts AS (
    SELECT CASE WHEN count(*) > 0 AND count(net_revenue) = 0 THEN 1 ELSE 0 END AS amounts_missing
    FROM customers
    WHERE order_count > 0
)
SELECT
    split, x, t_x, age_days, mean_value, later_days, later_revenue, count(*) AS customers,
    CAST(NULL AS INTEGER) AS week, CAST(NULL AS BIGINT) AS order_days,
    CAST(NULL AS DATE) AS first_day, CAST(NULL AS DATE) AS cut_day, CAST(NULL AS DATE) AS last_day,
    CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS VARCHAR) AS other_currency, CAST(NULL AS INTEGER) AS amounts_missing
FROM histories
GROUP BY split, x, t_x, age_days, mean_value, later_days, later_revenue
UNION ALL
SELECT
    split, NULL, NULL, NULL, NULL, NULL, NULL, NULL, week, order_days, NULL, NULL, NULL, NULL, NULL, NULL
FROM weeks
UNION ALL
SELECT
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    cuts.first_day, cuts.cut_day, cuts.last_day, money.currency, money.other_currency, amounts.amounts_missing
FROM cuts
CROSS JOIN money
CROSS JOIN amounts
