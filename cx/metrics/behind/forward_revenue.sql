-- The customers in a band of experience, or in the best and the worst, whom orders are known of for forward_days after it:
-- one row each. n: what the figure counts; adds: what they spent in these days, nothing told where amounts cannot be added.
WITH followed_ones AS (
    SELECT
        experiences.person_no,
        experiences.split,
        experiences.band,
        followed.later_revenue,
        followed.currency,
        followed.other_currency,
        followed.has_amounts
    FROM experiences
    JOIN mart.followed AS followed ON followed.person_no = experiences.person_no AND followed.day = experiences.day
    WHERE followed.forward_known = 1
),
money AS (
    SELECT
        CASE WHEN min(currency) <> max(other_currency) OR max(has_amounts) = 0 THEN 0 ELSE 1 END AS can_be_added
    FROM followed_ones
)
SELECT
    f.person_no,
    CAST(NULL AS VARCHAR) AS currency,
    f.band,
    1 AS n,
    CASE WHEN money.can_be_added = 1 THEN f.later_revenue END AS adds
FROM followed_ones AS f
CROSS JOIN money
CROSS JOIN params
WHERE f.band IN (params.band, coalesce(params.other_band, params.band)) AND (params.within IS NULL OR f.split = params.within)
