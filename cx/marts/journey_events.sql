-- One row per step of a journey.
SELECT
    j.event_id,
    c.person_no,
    j.visitor_id,
    j.occurred_at,
    CAST(j.occurred_at AS DATE) AS event_date,
    COLUMNS('^own:')
FROM latest_journey_events AS j LEFT JOIN latest_by_customer AS c ON c.customer_id = j.customer_id
