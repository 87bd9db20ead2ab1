-- How many customers lapsed, and how many were last seen still there, so many days after their start: from orders (lapsed =
-- churn_days without an order, known only when all of these days have been seen) and from subscriptions (ended = no
-- subscription runs and none begins by the day after). What happens after the last day shown is not yet known.
WITH seen AS (
    SELECT
        CASE WHEN params.last_day < params.orders_to THEN params.last_day ELSE params.orders_to END AS orders_to,
        CASE WHEN params.last_day < covered.data_to THEN params.last_day ELSE covered.data_to END AS contracts_to,
        params.churn_days
    FROM params
    CROSS JOIN (
        SELECT max(CASE WHEN s.ended_date <= c.last_date THEN s.ended_date ELSE s.started_date END) AS data_to
        FROM mart.subscriptions AS s
        CROSS JOIN (SELECT max(last_date) AS last_date FROM mart.coverage) AS c
    ) AS covered
),
pauses AS (
    SELECT activity.person_no, min(activity.order_date - CAST(activity.days_since_previous AS INTEGER)) AS last_before
    FROM mart.activity AS activity
    CROSS JOIN params
    WHERE activity.orders > 0 AND activity.days_since_previous > params.churn_days
    GROUP BY activity.person_no
),
shoppers AS (
    SELECT
        customers.split,
        customers.first_order_date AS started,
        coalesce(pauses.last_before, customers.last_order_date) + seen.churn_days AS ended,
        seen.orders_to AS seen_to
    FROM customers
    CROSS JOIN seen
    LEFT JOIN pauses ON pauses.person_no = customers.person_no
    WHERE customers.first_order_date <= seen.orders_to
),
contracts AS (
    SELECT
        subscriptions.person_no,
        subscriptions.started_date,
        max(coalesce(subscriptions.ended_date, DATE '2999-12-31')) OVER (
            PARTITION BY subscriptions.person_no ORDER BY subscriptions.started_date, subscriptions.subscription_id
        ) AS covered_to,
        min(subscriptions.started_date) OVER (PARTITION BY subscriptions.person_no) AS first_started,
        lead(subscriptions.started_date) OVER (
            PARTITION BY subscriptions.person_no ORDER BY subscriptions.started_date, subscriptions.subscription_id
        ) AS next_started
    FROM mart.subscriptions AS subscriptions
    WHERE
        subscriptions.person_no IS NOT NULL
        AND (subscriptions.ended_date IS NULL OR subscriptions.ended_date >= subscriptions.started_date)
),
subscribers AS (
    SELECT customers.split, spans.started, spans.ended, seen.contracts_to AS seen_to
    FROM (
        SELECT
            person_no,
            min(first_started) AS started,
            min(CASE
                WHEN next_started IS NULL AND covered_to < DATE '2999-12-31' THEN covered_to
                WHEN next_started > covered_to + 1 THEN covered_to
            END) AS ended
        FROM contracts
        GROUP BY person_no
    ) AS spans
    JOIN customers ON customers.person_no = spans.person_no
    CROSS JOIN seen
    WHERE spans.started <= seen.contracts_to
),
lives AS (
    SELECT 'no order' AS outcome, split, started, ended, seen_to FROM shoppers
    UNION ALL
    SELECT 'subscription ended' AS outcome, split, started, ended, seen_to FROM subscribers
)
SELECT
    outcome,
    split,
    CASE WHEN ended <= seen_to THEN ended - started ELSE seen_to - started END AS days,
    max(seen_to) AS seen_to,
    sum(CASE WHEN ended <= seen_to THEN 1 ELSE 0 END) AS events,
    sum(CASE WHEN ended <= seen_to THEN 0 ELSE 1 END) AS censored
FROM lives
GROUP BY outcome, split, CASE WHEN ended <= seen_to THEN ended - started ELSE seen_to - started END
ORDER BY outcome, split, days
