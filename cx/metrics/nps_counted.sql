-- As nps.sql by month, from the sums that the marts have counted.
SELECT
    month_scores.split,
    periods.period,
    sum(month_scores.promoters) AS promoters,
    sum(month_scores.passives) AS passives,
    sum(month_scores.detractors) AS detractors,
    sum(month_scores.nps_answers) AS answers,
    sum(month_scores.nps_clusters) AS clusters,
    sum(month_scores.nps_yy) AS sum_yy,
    sum(month_scores.nps_xy) AS sum_xy,
    sum(month_scores.nps_xx) AS sum_xx
FROM month_scores
JOIN periods ON periods.period = month_scores.month
GROUP BY month_scores.split, periods.period
