-- What the lines of every order are worth together, and how many pieces they are: below 0 when stock was corrected.
SELECT
    order_id,
    CAST(sum(coalesce(amount, CAST(quantity * unit_price AS DECIMAL(18, 4)))) AS DECIMAL(18, 4)) AS amount,
    sum(quantity) AS quantity
FROM latest_order_lines
GROUP BY order_id
