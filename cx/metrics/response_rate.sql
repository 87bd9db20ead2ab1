-- Invitations by the day they went out, those that were answered, what every customer adds to the spread (y: answered,
-- x: invited; an unknown one for every invitation), and whether the store has unanswered invitations at all.
SELECT
    split,
    period,
    sum(invited) AS invited,
    sum(answered) AS answered,
    count(*) AS clusters,
    sum(answered * answered) AS sum_yy,
    sum(answered * invited) AS sum_xy,
    sum(invited * invited) AS sum_xx,
    (SELECT count(*) FROM mart.responses AS r WHERE r.answered = 0) AS unanswered_stored
FROM (
    SELECT split, period, count(*) AS invited, sum(answered) AS answered
    FROM responses
    GROUP BY split, period, person_no, CASE WHEN person_no IS NULL THEN response_id END
) AS by_customer
GROUP BY split, period
