-- One row per invitation or answer, its scores turned so that high is good, its person found through whatever it names.
WITH scales AS (
    SELECT
        *,
        TRY_CAST(regexp_extract(csat_scale, '^\s*(-?[0-9.]+)\s*-\s*(-?[0-9.]+)\s*$', 1) AS DOUBLE) AS csat_worst,
        TRY_CAST(regexp_extract(csat_scale, '^\s*(-?[0-9.]+)\s*-\s*(-?[0-9.]+)\s*$', 2) AS DOUBLE) AS csat_best,
        TRY_CAST(regexp_extract(ces_scale, '^\s*(-?[0-9.]+)\s*-\s*(-?[0-9.]+)\s*$', 1) AS DOUBLE) AS ces_worst,
        TRY_CAST(regexp_extract(ces_scale, '^\s*(-?[0-9.]+)\s*-\s*(-?[0-9.]+)\s*$', 2) AS DOUBLE) AS ces_best
    FROM latest_surveys
),
asked_orders AS (
    SELECT o.order_id, coalesce(c.person_no, e.person_no) AS person_no
    FROM latest_all_orders AS o
    LEFT JOIN latest_by_customer AS c ON c.customer_id = o.customer_id
    LEFT JOIN latest_by_email AS e ON o.customer_id IS NULL AND e.email_hash = o.email_hash
    WHERE o.order_id IN (SELECT order_id FROM latest_surveys)
),
asked_contacts AS (
    SELECT k.contact_id, coalesce(c.person_no, e.person_no) AS person_no
    FROM latest_contacts AS k
    LEFT JOIN latest_by_customer AS c ON c.customer_id = k.customer_id
    LEFT JOIN latest_by_email AS e ON k.customer_id IS NULL AND e.email_hash = k.email_hash
    WHERE k.contact_id IN (SELECT contact_id FROM latest_surveys)
),
turned AS (
    SELECT
        s.*,
        coalesce(c.person_no, o.person_no, k.person_no, e.person_no) AS person_no,
        least(csat_worst, csat_best) AS csat_low,
        greatest(csat_worst, csat_best) AS csat_high,
        CASE
            WHEN NOT isfinite(csat) THEN NULL
            WHEN csat_worst > csat_best THEN csat_worst + csat_best - csat
            ELSE csat
        END AS csat_turned,
        least(ces_worst, ces_best) AS ces_low,
        greatest(ces_worst, ces_best) AS ces_high,
        CASE
            WHEN NOT isfinite(ces) THEN NULL
            WHEN ces_worst > ces_best THEN ces_worst + ces_best - ces
            ELSE ces
        END AS ces_turned
    FROM scales AS s
    LEFT JOIN latest_by_customer AS c ON c.customer_id = s.customer_id
    LEFT JOIN asked_orders AS o ON o.order_id = s.order_id
    LEFT JOIN asked_contacts AS k ON k.contact_id = s.contact_id
    LEFT JOIN latest_by_email AS e ON e.email_hash = s.email_hash
),
scored AS (
    SELECT
        response_id,
        person_no,
        order_id,
        contact_id,
        CAST(coalesce(responded_at, sent_at) AS DATE) AS response_date,
        CAST(sent_at AS DATE) AS sent_date,
        CAST(responded_at AS DATE) AS responded_date,
        CASE WHEN responded_at IS NOT NULL OR coalesce(nps, csat, ces) IS NOT NULL THEN 1 ELSE 0 END AS answered,
        CASE WHEN nps BETWEEN 0 AND 10 AND nps = floor(nps) THEN CAST(nps AS INTEGER) END AS nps,
        CASE WHEN csat_low IS NULL OR csat_turned BETWEEN csat_low AND csat_high THEN csat_turned END AS csat,
        csat_low,
        csat_high,
        -- A scale of two steps has one box at the top; one of more than eleven is a slider and has no boxes.
        CASE
            WHEN csat_turned IS NULL OR csat_high - csat_low < 1 OR csat_high - csat_low > 10 THEN NULL
            WHEN csat_turned < csat_low OR csat_turned > csat_high THEN NULL
            WHEN csat_high - csat_low = 1 THEN CASE WHEN csat_turned = csat_high THEN 1 ELSE 0 END
            ELSE CASE WHEN csat_turned >= csat_high - 1 THEN 1 ELSE 0 END
        END AS csat_top_two,
        CASE WHEN ces_low IS NULL OR ces_turned BETWEEN ces_low AND ces_high THEN ces_turned END AS ces,
        ces_low,
        ces_high,
        CASE
            WHEN ces_high > ces_low AND ces_turned BETWEEN ces_low AND ces_high
                THEN 1 + 6 * (ces_turned - ces_low) / (ces_high - ces_low)
        END AS ces_seven,
        COLUMNS('^own:')
    FROM turned
),
-- The days on which those who answered more than once had last told each score before.
repeaters AS (
    SELECT person_no FROM scored WHERE answered = 1 AND person_no IS NOT NULL GROUP BY person_no HAVING count(*) > 1
),
earlier AS (
    SELECT
        response_id,
        max(CASE WHEN nps IS NOT NULL THEN response_date END) OVER before AS earlier_nps_date,
        max(CASE WHEN csat_top_two IS NOT NULL THEN response_date END) OVER before AS earlier_csat_date,
        max(CASE WHEN ces_seven IS NOT NULL THEN response_date END) OVER before AS earlier_ces_date
    FROM scored
    WHERE answered = 1 AND person_no IN (SELECT person_no FROM repeaters)
    WINDOW before AS (
        PARTITION BY person_no ORDER BY response_date, response_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
SELECT scored.*, earlier.earlier_nps_date, earlier.earlier_csat_date, earlier.earlier_ces_date
FROM scored LEFT JOIN earlier ON earlier.response_id = scored.response_id
