-- How customers have bought up to the last day shown: rows of equal histories with the number of customers who have
-- them. x: order days after the first; t_x: days from the first order day to the last; age_days: days from the first
-- order day to the day looked from; mean_value: mean net revenue of the order days after the first, in which a credit
-- note lowers the order days it follows. One more row, without x, says in which currencies these orders are.
WITH seen AS (
    SELECT least(last_day, orders_to) AS day, per FROM params
),
bought AS (
    SELECT
        activity.person_no,
        min(CASE WHEN activity.orders > 0 THEN activity.order_date END) AS first_day,
        min(CASE WHEN activity.days_since_previous > 0 THEN activity.order_date END) AS second_day,
        max(CASE WHEN activity.orders > 0 THEN activity.order_date END) AS last_day,
        count(activity.days_since_previous) AS x,
        count(CASE WHEN activity.days_since_previous > 0 THEN activity.net_revenue END) AS paid_days,
        sum(CASE WHEN activity.days_since_previous > 0 THEN activity.net_revenue END) AS repeat_revenue
    FROM mart.activity AS activity
    WHERE activity.order_date <= (SELECT day FROM seen)
    GROUP BY activity.person_no
),
credited AS (
    SELECT activity.person_no, sum(activity.net_revenue) AS net_revenue
    FROM mart.activity AS activity
    JOIN bought ON bought.person_no = activity.person_no AND activity.order_date > bought.second_day
    WHERE activity.orders = 0 AND activity.order_date <= (SELECT day FROM seen)
    GROUP BY activity.person_no
),
histories AS (
    SELECT
        customers.split,
        CASE WHEN seen.per = 'customer' THEN customers.person END AS person,
        bought.x,
        bought.last_day - bought.first_day AS t_x,
        seen.day - bought.first_day AS age_days,
        CASE
            WHEN bought.paid_days > 0
                THEN CAST(bought.repeat_revenue + coalesce(credited.net_revenue, 0) AS DOUBLE) / bought.paid_days
        END AS mean_value
    FROM bought
    JOIN customers ON customers.person_no = bought.person_no
    CROSS JOIN seen
    LEFT JOIN credited ON credited.person_no = bought.person_no
    WHERE bought.first_day IS NOT NULL
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
    split, person, x, t_x, age_days, mean_value, count(*) AS customers,
    CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS VARCHAR) AS other_currency, CAST(NULL AS INTEGER) AS amounts_missing
FROM histories
GROUP BY split, person, x, t_x, age_days, mean_value
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, currency, other_currency, amounts_missing
FROM money
CROSS JOIN amounts
