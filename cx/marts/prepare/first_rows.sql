-- The first customer row of every person says how he was won and what that cost: a later id was not won again.
SELECT
    b.person_no,
    c.acquisition_cost,
    c."own:acquisition_channel" AS acquisition_channel
FROM latest_customers AS c JOIN latest_by_customer AS b ON b.customer_id = c.customer_id
QUALIFY row_number() OVER (
    PARTITION BY b.person_no ORDER BY c.signed_up_at NULLS LAST, c.load_no, c.row_no, c.customer_id
) = 1
