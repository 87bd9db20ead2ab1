-- What contacts cost by effort: by the answer about them (ces), or by their behaviour (effort). Per contact:
-- costs and minutes y over the contacts that carry them x, summed up over customers with squares and products; a contact
-- of nobody known is a customer of its own. Per customer: all his contacts and their cost, by the band of his first one.
WITH answered AS (
    SELECT
        contact_id, person_no, period, split, cost, handle_minutes, 'ces' AS score,
        CASE
            WHEN contact_ces >= 5 THEN 'low effort' WHEN contact_ces > 3 THEN 'medium effort' ELSE 'high effort'
        END AS band,
        row_number() OVER (PARTITION BY period, person_no ORDER BY opened_at, contact_id) AS place
    FROM contacts
    CROSS JOIN params
    WHERE contact_ces IS NOT NULL AND params.score IN ('all', 'ces')
),
placed AS (
    SELECT * FROM answered
    UNION ALL
    SELECT contact_id, person_no, period, split, cost, handle_minutes, 'effort' AS score, effort_band AS band, place
    FROM in_turn
),
by_contact AS (
    SELECT
        period,
        split,
        score,
        band,
        count(*) AS contacts,
        count(cost) AS costed,
        CAST(coalesce(sum(cost), 0) AS DOUBLE) AS cost,
        count(handle_minutes) AS timed,
        coalesce(sum(handle_minutes), 0) AS minutes,
        person_no,
        min(place) AS place
    FROM placed
    WHERE person_no IS NOT NULL
    GROUP BY period, split, score, band, person_no
    UNION ALL
    SELECT
        period,
        split,
        score,
        band,
        1 AS contacts,
        CASE WHEN cost IS NULL THEN 0 ELSE 1 END AS costed,
        CAST(coalesce(cost, 0) AS DOUBLE) AS cost,
        CASE WHEN handle_minutes IS NULL THEN 0 ELSE 1 END AS timed,
        coalesce(handle_minutes, 0) AS minutes,
        person_no,
        place
    FROM placed
    WHERE person_no IS NULL
),
by_customer AS (
    SELECT
        period,
        score,
        person_no,
        max(CASE WHEN place = 1 THEN split END) AS split,
        max(CASE WHEN place = 1 THEN band END) AS band,
        sum(contacts) AS contacts,
        CASE WHEN sum(costed) = sum(contacts) THEN sum(cost) END AS cost
    FROM by_contact
    WHERE person_no IS NOT NULL
    GROUP BY period, score, person_no
)
SELECT
    'contact' AS per,
    period,
    split,
    score,
    band,
    sum(contacts) AS contacts,
    sum(CASE WHEN costed > 0 THEN 1 ELSE 0 END) AS cost_clusters,
    sum(costed) AS costed,
    sum(cost) AS cost,
    sum(cost * cost) AS cost_yy,
    sum(cost * costed) AS cost_xy,
    sum(costed * costed) AS cost_xx,
    min(cost) AS lowest_cost,
    sum(CASE WHEN timed > 0 THEN 1 ELSE 0 END) AS minutes_clusters,
    sum(timed) AS timed,
    sum(minutes) AS minutes,
    sum(minutes * minutes) AS minutes_yy,
    sum(minutes * timed) AS minutes_xy,
    sum(timed * timed) AS minutes_xx,
    min(minutes) AS lowest_minutes,
    0 AS contacts_yy
FROM by_contact
GROUP BY period, split, score, band
UNION ALL
SELECT
    'customer' AS per,
    period,
    split,
    score,
    band,
    sum(contacts) AS contacts,
    count(*) AS cost_clusters,
    count(cost) AS costed,
    sum(coalesce(cost, 0)) AS cost,
    sum(coalesce(cost * cost, 0)) AS cost_yy,
    0 AS cost_xy,
    0 AS cost_xx,
    min(cost) AS lowest_cost,
    0 AS minutes_clusters,
    0 AS timed,
    0 AS minutes,
    0 AS minutes_yy,
    0 AS minutes_xy,
    0 AS minutes_xx,
    0 AS lowest_minutes,
    sum(contacts * contacts) AS contacts_yy
FROM by_customer
GROUP BY period, split, score, band
