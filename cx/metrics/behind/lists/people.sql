-- The customers behind a figure in one currency, who adds most first, with what the data know of each: orders, money, last
-- answers and contacts of all days, whatever the view shows.
WITH ranked AS (
    SELECT
        c.person_no,
        c.band,
        c.n,
        c.adds,
        row_number() OVER (
            ORDER BY CASE WHEN params.side = -1 THEN c.adds ELSE -c.adds END NULLS LAST, c.n DESC, c.person_no
        ) AS place
    FROM by_customer AS c
    CROSS JOIN params
    WHERE
        c.person_no IS NOT NULL
        AND coalesce(c.currency, '') = coalesce(params.currency, '')
        AND (params.side IS NULL OR params.side = CASE WHEN c.adds > 0 THEN 1 WHEN c.adds < 0 THEN -1 ELSE 0 END)
),
chosen AS (
    SELECT ranked.person_no, ranked.band, ranked.n, ranked.adds, ranked.place
    FROM ranked
    CROSS JOIN params
    WHERE ranked.place <= params.most
),
bought AS (
    SELECT
        o.person_no,
        sum(o.is_order) AS orders,
        CASE WHEN min(coalesce(o.money_currency, '')) = max(coalesce(o.money_currency, '')) THEN sum(o.net_revenue) END
            AS net_revenue,
        CASE WHEN min(coalesce(o.money_currency, '')) = max(coalesce(o.money_currency, '')) THEN min(o.money_currency) END
            AS currency,
        min(CASE WHEN o.is_order = 1 THEN o.order_date END) AS first_order,
        max(CASE WHEN o.is_order = 1 THEN o.order_date END) AS last_order
    FROM mart.orders AS o
    JOIN chosen ON chosen.person_no = o.person_no
    GROUP BY o.person_no
),
said AS (
    SELECT person_no, response_id, response_date, 'nps' AS score, CAST(nps AS DOUBLE) AS answer
    FROM mart.responses
    WHERE nps IS NOT NULL
    UNION ALL
    SELECT person_no, response_id, response_date, 'csat' AS score, CAST(csat AS DOUBLE) AS answer
    FROM mart.responses
    WHERE csat IS NOT NULL
    UNION ALL
    SELECT person_no, response_id, response_date, 'ces' AS score, CAST(ces_seven AS DOUBLE) AS answer
    FROM mart.responses
    WHERE ces_seven IS NOT NULL
),
in_order AS (
    SELECT
        said.person_no,
        said.score,
        said.answer,
        row_number() OVER (
            PARTITION BY said.person_no, said.score ORDER BY said.response_date DESC, said.response_id DESC
        ) AS place
    FROM said
    JOIN chosen ON chosen.person_no = said.person_no
),
answered AS (
    SELECT
        person_no,
        max(CASE WHEN score = 'nps' THEN answer END) AS last_nps,
        max(CASE WHEN score = 'csat' THEN answer END) AS last_csat,
        max(CASE WHEN score = 'ces' THEN answer END) AS last_ces
    FROM in_order
    WHERE place = 1
    GROUP BY person_no
),
asked AS (
    SELECT k.person_no, count(*) AS contacts
    FROM mart.contacts AS k
    JOIN chosen ON chosen.person_no = k.person_no
    GROUP BY k.person_no
)
SELECT
    chosen.place,
    profile.*,
    chosen.band,
    chosen.n,
    CAST(chosen.adds AS DOUBLE) AS adds,
    coalesce(bought.orders, 0) AS orders,
    CAST(bought.net_revenue AS DOUBLE) AS net_revenue,
    bought.currency,
    bought.first_order,
    bought.last_order,
    answered.last_nps,
    answered.last_csat,
    answered.last_ces,
    coalesce(asked.contacts, 0) AS contacts
FROM chosen
JOIN profile ON profile.person_no = chosen.person_no
LEFT JOIN bought ON bought.person_no = chosen.person_no
LEFT JOIN answered ON answered.person_no = chosen.person_no
LEFT JOIN asked ON asked.person_no = chosen.person_no
ORDER BY chosen.place
