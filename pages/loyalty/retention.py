"""Which customers come back, and how soon?"""

import streamlit as st

from cx.charts.cohort_heatmap import cohort_heatmap, newest
from cx.charts.curve import curve
from cx.charts.curve import drawn as drawn_curves
from cx.language import _
from cx.metrics.base import Options
from cx.ui import cards, drill, findings, receipts, shown, twin
from cx.ui.changes import Card
from cx.ui.choice import choose, few_enough
from cx.ui.page import lead, open_page
from cx.view import SPANS

CARDS = (
    Card("retention_curve", _("Retention, month"), age=3),
    Card("repeat_rate", _("Repeat rate")),
    Card("churn_rate", _("Churn rate")),
    Card("time_between_orders", _("Gap between orders")),
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
grain = few_enough(page.dates, grain, GRAINS)
options = Options(cohort=grain, measure=measure, mode=mode)

result = page.result("retention", options=options)
drawn, empty = newest(result.rows), page.no_age(grain)
definition = _("% of the cohort ({measure}), by {grains} after the start; n beside its name; blank: not complete yet")
twin.show(
    cohort_heatmap(result.rows, page.look(result, every=grain)),
    result,
    result.rows,
    title=findings.cohorts(result, drawn, grain),
    subtitle=shown.subtitle(
        definition.format(measure=MEASURES[measure].lower(), grains=SPANS[grain]), shown.of_cohorts(result.rows)
    ),
    key="retention_cohorts",
    drill=drill.of_cohorts(page, result, drawn, options),
    empty=empty,
)
result = page.split("retention_curve", options)
definition = _("weighted over all cohorts that have completed the age, with its 95% interval")
curves = [row for _name, points in drawn_curves(result.rows, first_age=1) for row in points]
twin.show(
    curve(result.rows, page.look(result, every=grain), first_age=1),
    result,
    result.rows,
    title=findings.curve(result, grain, shown=curves, minimum=page.version.settings.minimum_n),
    subtitle=shown.subtitle(definition, shown.of_curves(result.rows), shown.not_split(page, result)),
    key="retention_curve",
    empty=empty,
)
receipts.show(page)
