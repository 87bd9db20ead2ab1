-- What the customer rows of one person say together.
SELECT
    b.person_no,
    CAST(min(c.signed_up_at) AS DATE) AS signed_up_date,
    CAST(sum(c.acquisition_cost) AS DECIMAL(18, 4)) AS acquisition_cost
FROM latest_customers AS c JOIN latest_by_customer AS b ON b.customer_id = c.customer_id
GROUP BY b.person_no
