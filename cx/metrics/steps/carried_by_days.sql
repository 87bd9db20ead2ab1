-- The days on which anything was ordered.
SELECT DISTINCT order_date AS day FROM mart.activity
