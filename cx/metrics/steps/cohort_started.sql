-- In which cohort every customer of the view started, by the first order or by signing up; only cohorts that are shown.
SELECT customers.person_no, customers.split, calendar.number AS cohort
FROM customers
CROSS JOIN params
CROSS JOIN shown
JOIN calendar
    ON calendar.day = CASE WHEN params.basis = 'signed_up' THEN customers.signed_up_date ELSE customers.first_order_date END
WHERE calendar.number BETWEEN shown.first_cohort AND shown.last_cohort
