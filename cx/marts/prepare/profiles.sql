-- What the customer rows of one person say together.
SELECT
    b.person_no,
    CAST(min(c.signed_up_at) AS DATE) AS signed_up_date,
    CAST(any_value(f.acquisition_cost) AS DECIMAL(18, 4)) AS acquisition_cost
FROM latest_customers AS c
JOIN latest_by_customer AS b ON b.customer_id = c.customer_id
JOIN latest_first_rows AS f ON f.person_no = b.person_no
GROUP BY b.person_no
