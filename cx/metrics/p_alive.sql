-- How often and how recently customers have ordered up to the last day shown: rows of equal histories with the number
-- of customers who have them. x: order days after the first; t_x: days from the first order day to the last; age_days:
-- days from the first order day to the day looked from.
WITH seen AS (
    SELECT least(last_day, orders_to) AS day, per FROM params
),
bought AS (
    SELECT
        person_no,
        min(CASE WHEN orders > 0 THEN order_date END) AS first_day,
        max(CASE WHEN orders > 0 THEN order_date END) AS last_day,
        count(days_since_previous) AS x
    FROM mart.activity
    WHERE order_date <= (SELECT day FROM seen)
    GROUP BY person_no
),
histories AS (
    SELECT
        customers.split,
        CASE WHEN seen.per = 'customer' THEN customers.person END AS person,
        bought.x,
        bought.last_day - bought.first_day AS t_x,
        seen.day - bought.first_day AS age_days
    FROM bought
    JOIN customers ON customers.person_no = bought.person_no
    CROSS JOIN seen
    WHERE bought.first_day IS NOT NULL
)
SELECT split, person, x, t_x, age_days, count(*) AS customers
FROM histories
GROUP BY split, person, x, t_x, age_days
