-- One row per person: when first seen, what ordered. lowest_currency, highest_currency: of all his orders, '' for none
-- named, NULL without orders; amounts: orders and credit notes with an amount, amount_orders: the orders among them.
-- repeat_day_value: mean net revenue of the order days after the first; a credit note lowers those it follows.
-- draw: a number below a million that only depends on the person's name, for samples.
WITH ordered AS (
    SELECT
        person_no,
        any_value(first_order_date) AS first_order_date,
        max(CASE WHEN orders > 0 THEN order_date END) AS last_order_date,
        sum(orders) AS order_count,
        sum(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS order_days,
        sum(amounts) AS amounts,
        sum(amount_orders) AS amount_orders,
        CAST(sum(net_revenue) AS DECIMAL(18, 4)) AS net_revenue,
        min(CASE WHEN days_since_previous > 0 THEN order_date END) AS second_order_date,
        count(CASE WHEN days_since_previous > 0 THEN net_revenue END) AS repeat_days_paid,
        sum(CASE WHEN days_since_previous > 0 THEN net_revenue END) AS repeat_revenue,
        CASE
            WHEN min(money_currency) = max(money_currency) AND count(money_currency) = count(*)
                THEN min(money_currency)
        END AS money_currency
    FROM latest_activity_made
    GROUP BY person_no
),
credited AS (
    SELECT a.person_no, sum(a.net_revenue) AS net_revenue
    FROM latest_activity_made AS a
    JOIN ordered ON ordered.person_no = a.person_no AND a.order_date > ordered.second_order_date
    WHERE a.orders = 0
    GROUP BY a.person_no
),
-- Looked up order by order only where the store has several currencies.
every_currency AS (
    SELECT min(coalesce(money_currency, '')) AS lowest, max(coalesce(money_currency, '')) AS highest FROM mart.orders
),
currencies AS (
    SELECT
        person_no,
        min(coalesce(money_currency, '')) AS lowest,
        max(coalesce(money_currency, '')) AS highest
    FROM latest_orders_made
    WHERE person_no IS NOT NULL AND (SELECT lowest <> highest FROM every_currency)
    GROUP BY person_no
)
SELECT
    p.person_no,
    p.person,
    CAST(coalesce(i.customer_ids, 0) AS INTEGER) AS customer_ids,
    f.signed_up_date,
    o.first_order_date,
    o.last_order_date,
    least(f.signed_up_date, o.first_order_date, s.first_spoke_date) AS first_seen_date,
    CAST(coalesce(o.order_count, 0) AS BIGINT) AS order_count,
    CAST(coalesce(o.order_days, 0) AS BIGINT) AS order_days,
    o.net_revenue,
    CASE
        WHEN o.repeat_days_paid > 0
            THEN CAST(o.repeat_revenue + coalesce(credited.net_revenue, 0) AS DOUBLE) / o.repeat_days_paid
    END AS repeat_day_value,
    o.money_currency,
    CASE WHEN o.person_no IS NOT NULL THEN coalesce(currencies.lowest, e.lowest) END AS lowest_currency,
    CASE WHEN o.person_no IS NOT NULL THEN coalesce(currencies.highest, e.highest) END AS highest_currency,
    CAST(coalesce(o.amounts, 0) AS BIGINT) AS amounts,
    CAST(coalesce(o.amount_orders, 0) AS BIGINT) AS amount_orders,
    f.acquisition_cost,
    CAST(md5_number_lower(p.person) % 1000000 AS INTEGER) AS draw
FROM latest_people_to_make AS p
CROSS JOIN every_currency AS e
LEFT JOIN latest_ids AS i ON i.person_no = p.person_no
LEFT JOIN latest_profiles AS f ON f.person_no = p.person_no
LEFT JOIN ordered AS o ON o.person_no = p.person_no
LEFT JOIN credited ON credited.person_no = p.person_no
LEFT JOIN latest_spoke AS s ON s.person_no = p.person_no
LEFT JOIN currencies ON currencies.person_no = p.person_no
