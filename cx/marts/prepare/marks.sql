-- A mark of all that the marts of persons say of every one, which differs whenever any of it does; number 0 is for the
-- orders of nobody known.
SELECT
    p.person_no,
    hash(
        p.person, h.mark, profile.mark, f.signed_up_date, f.acquisition_cost, ids.customer_ids, s.first_spoke_date
    ) AS mark
FROM latest_people AS p
LEFT JOIN latest_histories AS h ON h.person_no = p.person_no
LEFT JOIN (SELECT person_no, hash(*COLUMNS(*)) AS mark FROM latest_profile_rows) AS profile
    ON profile.person_no = p.person_no
LEFT JOIN latest_profiles AS f ON f.person_no = p.person_no
LEFT JOIN latest_ids AS ids ON ids.person_no = p.person_no
LEFT JOIN latest_spoke AS s ON s.person_no = p.person_no
UNION ALL
SELECT 0, mark FROM latest_histories WHERE person_no IS NULL
