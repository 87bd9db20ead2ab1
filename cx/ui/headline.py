"""The figures of the Overview: wherever else one of them is shown, it has the verdict it has there."""

from __future__ import annotations

from cx.language import N_
from cx.ui.changes import Card

EXPERIENCE = "pages/experience/experience.py"
RETENTION = "pages/loyalty/retention.py"
VALUE = "pages/value/lifetime_value.py"
ORDERS = "pages/value/orders.py"
ROI = "pages/impact/roi_of_cx.py"
EFFORT = "pages/impact/effort.py"
CARDS = (
    Card("nps", N_("NPS"), EXPERIENCE),
    Card("csat", N_("CSAT, top two boxes"), EXPERIENCE),
    Card("ces", N_("Ease (CES, 1–7)"), EXPERIENCE),
    Card("retention_curve", N_("Retention, month"), RETENTION, age=3),
    Card("net_revenue", N_("Net revenue"), ORDERS),
    Card("aov", N_("Average order value"), ORDERS),
    Card("ltv_curve", N_("LTV, month"), VALUE, age=12),
    Card("churn_rate", N_("Churn rate"), RETENTION),
)
