-- Invitations by the day they went out, those that were answered, and whether the store has unanswered ones at all.
SELECT
    split,
    period,
    count(*) AS invited,
    sum(answered) AS answered,
    (SELECT count(*) FROM mart.responses AS r WHERE r.answered = 0) AS unanswered_stored
FROM responses
GROUP BY split, period
