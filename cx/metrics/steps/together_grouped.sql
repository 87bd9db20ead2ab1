-- What each customer adds then and now, in one line, with his group by each of the groupings; nobody known has one, too.
SELECT
    pairs.*,
    groups.by_1,
    groups.by_2,
    groups.by_3,
    groups.by_4,
    groups.by_5
FROM pairs
JOIN groups ON groups.person_no IS NOT DISTINCT FROM pairs.person_no
