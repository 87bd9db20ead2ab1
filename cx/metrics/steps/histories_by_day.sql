-- How every customer has bought up to the last day shown. x: order days after the first; t_x: days from the first order
-- day to the last; age_days: days from the first order day to the day looked from; mean_value: mean net revenue of the
-- order days after the first, in which a credit note lowers the order days it follows. The name only where asked for.
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
)
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
