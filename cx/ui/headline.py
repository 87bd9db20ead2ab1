"""The figures of the Overview: wherever else one of them is shown, it has the verdict it has there."""

from __future__ import annotations

from cx.language import _
from cx.ui.changes import Card

EXPERIENCE = "pages/experience/experience.py"
RETENTION = "pages/loyalty/retention.py"
VALUE = "pages/value/lifetime_value.py"
ORDERS = "pages/value/orders.py"
ROI = "pages/impact/roi_of_cx.py"
EFFORT = "pages/impact/effort.py"
CARDS = (
    Card("nps", _("NPS"), EXPERIENCE),
    Card("csat", _("CSAT, top two boxes"), EXPERIENCE),
    Card("ces", _("Ease (CES, 1–7)"), EXPERIENCE),
    Card("retention_curve", _("Retention, month"), RETENTION, age=3),
    Card("net_revenue", _("Net revenue"), ORDERS),
    Card("aov", _("Average order value"), ORDERS),
    Card("ltv_curve", _("LTV, month"), VALUE, age=12),
    Card("churn_rate", _("Churn rate"), RETENTION),
)
