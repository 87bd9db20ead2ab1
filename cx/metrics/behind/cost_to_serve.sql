-- The contacts of one effort, or of the least and the most, that carry a cost (or handle minutes): one row each. n: what the
-- figure counts; adds: the cost (or the minutes).
WITH banded AS (
    SELECT
        contacts.person_no,
        contacts.split,
        CASE
            WHEN params.score = 'effort' THEN contacts.effort_band
            WHEN contacts.contact_ces >= 5 THEN 'low effort'
            WHEN contacts.contact_ces > 3 THEN 'medium effort'
            WHEN contacts.contact_ces IS NOT NULL THEN 'high effort'
        END AS band,
        CASE
            WHEN params.item = 'cost per contact' THEN CAST(contacts.cost AS DOUBLE)
            ELSE contacts.handle_minutes
        END AS carried
    FROM contacts
    CROSS JOIN params
)
SELECT b.person_no, CAST(NULL AS VARCHAR) AS currency, b.band, 1 AS n, b.carried AS adds
FROM banded AS b
CROSS JOIN params
WHERE
    b.carried IS NOT NULL
    AND b.band IN (params.band, coalesce(params.other_band, params.band))
    AND (params.within IS NULL OR b.split = params.within)
