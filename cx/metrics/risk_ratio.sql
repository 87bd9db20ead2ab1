-- Who ordered again, who was lost and who would not recommend, by the band of an experience. One experience per customer,
-- period and score: the first answer, or for score effort the first contact. Every outcome has its own n: customers
-- followed for long enough, or who told how likely they recommend within forward_days.
SELECT
    experiences.period,
    experiences.split,
    experiences.score,
    experiences.band,
    sum(coalesce(followed.forward_known, 0)) AS forward_customers,
    sum(coalesce(followed.forward_known * followed.repurchased, 0)) AS repurchased,
    sum(coalesce(followed.churn_known, 0)) AS churn_customers,
    sum(coalesce(followed.churn_known * followed.churned, 0)) AS churned,
    count(CASE WHEN experiences.score IN ('ces', 'effort') THEN followed.told_detractor END) AS told_customers,
    sum(CASE WHEN experiences.score IN ('ces', 'effort') THEN coalesce(followed.told_detractor, 0) ELSE 0 END)
        AS detractors
FROM experiences
LEFT JOIN mart.followed AS followed ON followed.person_no = experiences.person_no AND followed.day = experiences.day
GROUP BY experiences.period, experiences.split, experiences.score, experiences.band
ORDER BY experiences.period, experiences.split, experiences.score, experiences.band
