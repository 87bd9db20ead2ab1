-- The latest customer row of every person, with its dimensions.
SELECT b.person_no, COLUMNS('^own:')
FROM latest_customers AS c JOIN latest_by_customer AS b ON b.customer_id = c.customer_id
QUALIFY row_number() OVER (PARTITION BY b.person_no ORDER BY c.load_no DESC, c.row_no DESC, c.customer_id) = 1
