"""Which customers come back, and how soon?"""

import streamlit as st

from cx.charts.cohort_heatmap import cohort_heatmap
from cx.charts.curve import curve
from cx.language import _
from cx.metrics.base import Options
from cx.ui import cards, findings, receipts, twin
from cx.ui.changes import Card
from cx.ui.choice import choose
from cx.ui.page import lead, open_page

CARDS = (
    Card("retention_curve", _("Retention, month"), age=3),
    Card("repeat_rate", _("Repeat rate")),
    Card("churn_rate", _("Churn rate")),
    Card("time_between_orders", _("Time between orders")),
)
GRAINS = {"month": _("Month"), "week": _("Week"), "quarter": _("Quarter"), "day": _("Day")}
MEASURES = {"customers": _("Customers"), "revenue": _("Revenue"), "orders": _("Orders")}
MODES = {"first": _("First-time"), "recurring": _("All active")}

page = open_page("retention")
figures = page.judged(CARDS)
lead(_("Retention"), findings.main(figures), _("Which customers come back, and how soon?"))
cards.row(page, figures)

with st.container(horizontal=True, vertical_alignment="bottom"):
    grain = choose("grain", _("Cohorts by"), GRAINS)
    measure = choose("measure", _("Measured in"), MEASURES)
    mode = choose("mode", _("Cohort of"), MODES)
options = Options(cohort=grain, measure=measure, mode=mode)

result = page.result("retention", options=options)
twin.show(
    cohort_heatmap(result.rows, page.look(result, every=grain)),
    result,
    result.rows,
    title=findings.cohorts(result, grain),
    subtitle=_(
        "% of the cohort ({measure}), by {grain}s after the start; n beside its name; blank: not complete yet"
    ).format(measure=MEASURES[measure].lower(), grain=grain),
    key="retention_cohorts",
)
result = page.split("retention_curve", options)
twin.show(
    curve(result.rows, page.look(result, every=grain), first_age=1),
    result,
    result.rows,
    title=findings.curve(result, grain),
    subtitle=_("weighted over all cohorts that have completed the age, with its 95% interval"),
    key="retention_curve",
)
receipts.show(page)
