-- The customers in a band of experience, or in the best and the worst, of whom an outcome is known: one row each. n: what
-- the figure counts; adds: 1 with the outcome.
WITH known AS (
    SELECT
        experiences.person_no,
        experiences.split,
        experiences.band,
        CASE params.outcome
            WHEN 'repurchase' THEN CASE WHEN followed.forward_known = 1 THEN followed.repurchased END
            WHEN 'churn' THEN CASE WHEN followed.churn_known = 1 THEN followed.churned END
            ELSE followed.told_detractor
        END AS with_outcome
    FROM experiences
    CROSS JOIN params
    JOIN mart.followed AS followed ON followed.person_no = experiences.person_no AND followed.day = experiences.day
)
SELECT k.person_no, CAST(NULL AS VARCHAR) AS currency, k.band, 1 AS n, k.with_outcome AS adds
FROM known AS k
CROSS JOIN params
WHERE
    k.with_outcome IS NOT NULL
    AND k.band IN (params.band, coalesce(params.other_band, params.band))
    AND (params.within IS NULL OR k.split = params.within)
