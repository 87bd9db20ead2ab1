-- As csat.sql by month, from the sums that the marts have counted.
SELECT
    month_scores.split,
    periods.period,
    sum(month_scores.satisfied) AS satisfied,
    sum(month_scores.csat_answers) AS answers,
    sum(month_scores.csat_clusters) AS clusters,
    sum(month_scores.csat_yy) AS sum_yy,
    sum(month_scores.csat_xy) AS sum_xy,
    sum(month_scores.csat_xx) AS sum_xx
FROM month_scores
JOIN periods ON periods.period = month_scores.month
GROUP BY month_scores.split, periods.period
