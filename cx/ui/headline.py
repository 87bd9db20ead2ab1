"""The figures of the Overview: wherever else one of them is shown, it has the verdict it has there."""

from __future__ import annotations

from cx.language import N_
from cx.ui.changes import Card
from cx.ui.page_table import EXPERIENCE, ORDERS, RETENTION, VALUE

CARDS = (
    Card("nps", N_("NPS"), EXPERIENCE.file),
    Card("csat", N_("CSAT, top two boxes"), EXPERIENCE.file),
    Card("ces", N_("Ease (CES, 1–7)"), EXPERIENCE.file),
    Card("retention_curve", N_("Retention, month"), RETENTION.file, age=3),
    Card("net_revenue", N_("Net revenue"), ORDERS.file),
    Card("aov", N_("Average order value"), ORDERS.file),
    Card("ltv_curve", N_("LTV, month"), VALUE.file, age=12),
    Card("churn_rate", N_("Churn rate"), RETENTION.file),
)
