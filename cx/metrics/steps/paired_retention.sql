-- What each customer adds then and now, in one line: himself x, if he ordered in as many days before the days shown; y, if
-- again in them; nothing to z.
WITH ordered AS (
    SELECT
        activity.person_no,
        count(CASE WHEN activity.order_date BETWEEN past.before_first AND past.first_day - 1 THEN 1 END) AS then_before,
        count(CASE WHEN activity.order_date BETWEEN past.first_day AND past.last_day THEN 1 END) AS then_again,
        max(CASE WHEN activity.order_date BETWEEN past.before_first AND past.last_day THEN activity.order_date END)
            AS then_last,
        count(CASE WHEN activity.order_date BETWEEN shown.before_first AND shown.first_day - 1 THEN 1 END) AS now_before,
        count(CASE WHEN activity.order_date BETWEEN shown.first_day AND shown.last_day THEN 1 END) AS now_again,
        max(CASE WHEN activity.order_date BETWEEN shown.before_first AND shown.last_day THEN activity.order_date END)
            AS now_last
    FROM mart.activity AS activity
    CROSS JOIN (SELECT before_first, first_day, last_day FROM sides WHERE side = 'then') AS past
    CROSS JOIN (SELECT before_first, first_day, last_day FROM sides WHERE side = 'now') AS shown
    WHERE
        activity.orders > 0
        AND activity.order_date >= least(past.before_first, shown.before_first)
        AND activity.order_date <= greatest(past.last_day, shown.last_day)
    GROUP BY activity.person_no
)
SELECT
    customers.person_no,
    customers.split,
    CASE WHEN then_again > 0 THEN 1 ELSE 0 END AS then_y,
    1 AS then_x,
    0 AS then_z,
    CASE WHEN then_again > 0 THEN 1 ELSE 0 END AS then_y_squares,
    CASE WHEN then_before > 0 THEN 1 ELSE 0 END AS then_rows,
    then_last,
    CASE WHEN now_again > 0 THEN 1 ELSE 0 END AS now_y,
    1 AS now_x,
    0 AS now_z,
    CASE WHEN now_again > 0 THEN 1 ELSE 0 END AS now_y_squares,
    CASE WHEN now_before > 0 THEN 1 ELSE 0 END AS now_rows,
    now_last
FROM customers
JOIN ordered ON ordered.person_no = customers.person_no
