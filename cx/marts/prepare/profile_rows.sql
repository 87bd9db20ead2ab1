-- The latest customer row of every person, with its dimensions; how he was won is said by his first row.
WITH latest AS (
    SELECT b.person_no, COLUMNS('^own:')
    FROM latest_customers AS c JOIN latest_by_customer AS b ON b.customer_id = c.customer_id
    QUALIFY row_number() OVER (PARTITION BY b.person_no ORDER BY c.load_no DESC, c.row_no DESC, c.customer_id) = 1
)
SELECT latest.* REPLACE (f.acquisition_channel AS "own:acquisition_channel")
FROM latest JOIN latest_first_rows AS f ON f.person_no = latest.person_no
