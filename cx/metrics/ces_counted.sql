-- As ces.sql by month, from the sums that the marts have counted.
SELECT
    month_scores.split,
    periods.period,
    sum(month_scores.ces_answers) AS answers,
    sum(month_scores.ces_total) AS total,
    sum(month_scores.ces_clusters) AS clusters,
    sum(month_scores.ces_yy) AS sum_yy,
    sum(month_scores.ces_xy) AS sum_xy,
    sum(month_scores.ces_xx) AS sum_xx
FROM month_scores
JOIN periods ON periods.period = month_scores.month
GROUP BY month_scores.split, periods.period
