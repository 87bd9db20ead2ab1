"""The section “What changed, and why”: which figure, by which groups, and the parts of its change."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.language import _
from cx.metrics.base import Options
from cx.metrics.registry import METRICS
from cx.ui import choice, decomposition, links
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title

FIGURES = {
    "nps": _("NPS"),
    "csat": _("CSAT"),
    "aov": _("Average order value"),
    "retention": _("Retention"),
    "revenue": _("Net revenue"),
}
ON_CARDS = {"nps": "nps", "csat": "csat", "aov": "aov", "revenue": "net_revenue"}
"""Figure -> the metric that shows the same on a card; retention on a card is that of cohorts."""
PREFERRED = ("region", "segment", "channel", "touchpoint", "plan", "acquisition_channel")
MOST_GROUPINGS = 5
MOST_VALUES = 25
"""A grouping with more values than this is offered only when the view is split by it."""
WHOLE = "whole"


def section(page: Page) -> None:
    """The two choices, kept in the address as `of` and `why`, then the finding with its waterfall."""
    st.header(_("What changed, and why"), anchor=False)
    of = choice.choose("of", _("Figure"), FIGURES)
    groupings = _groupings(page, of)
    asked = (links.asked().get("why") or [""])[0]
    if asked and asked not in groupings:
        st.caption(_("{figure} cannot be explained by “{name}” here.").format(figure=FIGURES[of], name=plain(asked)))
    by = choice.choose("why", _("By"), groupings)
    view = replace(page.view, every=None, split=None if by == WHOLE else by)
    verdict = page.verdict_of(ON_CARDS[of]) if of in ON_CARDS else None
    result = decomposition.as_on_cards(page.result("what_changed", view, Options(of=of)), verdict)
    definition = _("each group’s part of the change: its weight, its own figure, and both at once")
    if by == WHOLE:
        definition = _("customers × orders per customer × average order value, guest orders apart")
        definition = definition if of == "revenue" else _("the whole change, by no group")
    if of == "retention":
        again = _("retention: who ordered in the {n} days before a period and again in it").format(n=page.dates.days)
        definition = f"{definition}; {again}"
    decomposition.show(
        page, result, FIGURES[of], "" if by == WHOLE else groupings[by].lower(), definition, key="what_changed"
    )


def factors(page: Page) -> None:
    """Which factor moved net revenue: customers, orders per customer, order value, guest orders, in money."""
    found = page.result("what_changed", replace(page.view, every=None, split=None), Options(of="revenue"))
    result = decomposition.as_on_cards(found, page.verdict_of(ON_CARDS["revenue"]))
    definition = _("net revenue = customers × orders per customer × average order value, and guest orders")
    decomposition.show(page, result, FIGURES["revenue"], "", definition, key="factors")


def _groupings(page: Page, of: str) -> dict[str, str]:
    """Dimensions that the figure's rows have -> what people call them: the view's split first, then the usual ones."""
    (mart,) = METRICS["what_changed"].asked(Options(of=of)).scopes
    wanted = [page.view.split] if page.view.split else []
    offered = [d for d in page.version.dimensions if mart in d.columns and 1 < d.distinct_values <= MOST_VALUES]
    by_name = [page.version.dimension(name, mart) for name in (*wanted, *PREFERRED)]
    found = [d.name for d in by_name if d and (d in offered or d.name in wanted)] + [d.name for d in offered]
    kept = list(dict.fromkeys(found))[:MOST_GROUPINGS]
    return {**{name: dimension_title(name, page.version) for name in kept}, WHOLE: _("No group")}
