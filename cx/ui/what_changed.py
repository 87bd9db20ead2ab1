"""The section “What changed, and why”: which figure, by which groups, and the parts of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.language import N_, Words, _
from cx.metrics.base import Options, Result
from cx.metrics.groupings import usual_groupings
from cx.metrics.registry import METRICS
from cx.stats.comparison import Verdict
from cx.ui import choice, decomposition, links, story
from cx.ui.changes import Judged, p_of
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title

FIGURES = Words(
    {
        "nps": N_("NPS"),
        "csat": N_("CSAT"),
        "aov": N_("Average order value"),
        "retention": N_("Retention"),
        "revenue": N_("Net revenue"),
    }
)
ON_CARDS = {"nps": "nps", "csat": "csat", "aov": "aov", "revenue": "net_revenue"}
"""Figure -> the metric that shows the same on a card; retention on a card is that of cohorts."""
WHOLE = "whole"


def section(page: Page, figures: Sequence[Judged]) -> str:
    """The two choices, kept in the address as `of` and `why`, then the finding with its waterfall.

    figures: the cards of the page: what moved most surely is offered first. Returns in a sentence which parts are real.
    """
    st.header(_("What changed, and why"), anchor=False)
    names = _movers_first(figures)
    of = choice.choose("of", _("Figure"), names)
    groupings = _groupings(page, of)
    asked = (links.asked().get("why") or [""])[0]
    if asked and asked not in groupings:
        st.caption(_("{figure} cannot be explained by “{name}” here.").format(figure=names[of], name=plain(asked)))
    moved = any(f.card.metric == ON_CARDS.get(of) and f.verdict is Verdict.REAL for f in figures)
    by = choice.choose("why", _("By"), _telling_first(page, of, groupings) if moved and not asked else groupings)
    result = _explained(page, of, by)
    definition = _("each group’s part of the change: its weight, its own figure, and both at once")
    if by == WHOLE:
        definition = _("customers × orders per customer × average order value, guest orders apart")
        definition = definition if of == "revenue" else _("the whole change, by no group")
    if of == "retention":
        again = _("retention: who ordered in the {n} days before a period and again in it").format(n=page.dates.days)
        definition = f"{definition}; {again}"
    decomposition.show(
        page, result, names[of], "" if by == WHOLE else groupings[by].lower(), definition, key="what_changed"
    )
    return story.why(page, of, by, names[of], result)


def _movers_first(figures: Sequence[Judged]) -> dict[str, str]:
    """The figures that can be explained: those whose change is real first, the most certain one at the head."""
    certain = {f.card.metric: p_of(f) for f in figures if f.verdict is Verdict.REAL}
    order = sorted(FIGURES, key=lambda of: certain.get(ON_CARDS.get(of, ""), 2.0))
    return {of: FIGURES[of] for of in order}


def _telling_first(page: Page, of: str, groupings: dict[str, str]) -> dict[str, str]:
    """The groupings of a change that is real, the one with the surest part first; the others keep their order."""

    def surest(by: str) -> float:
        parts = decomposition.parts(_explained(page, of, by)) if by != WHOLE else []
        return min(
            (p for r in parts if r.verdict == Verdict.REAL.value and (p := r.adjusted_p) is not None), default=2.0
        )

    return {by: groupings[by] for by in sorted(groupings, key=surest)}


def _explained(page: Page, of: str, by: str) -> Result:
    view = replace(page.view, every=None, split=None if by == WHOLE else by)
    verdict = page.verdict_of(ON_CARDS[of]) if of in ON_CARDS else None
    return decomposition.as_on_cards(page.result("what_changed", view, Options(of=of)), verdict)


def factors(page: Page) -> None:
    """Which factor moved net revenue: customers, orders per customer, order value, guest orders, in money."""
    found = page.result("what_changed", replace(page.view, every=None, split=None), Options(of="revenue"))
    result = decomposition.as_on_cards(found, page.verdict_of(ON_CARDS["revenue"]))
    definition = _("net revenue = customers × orders per customer × average order value, and guest orders")
    decomposition.show(page, result, FIGURES["revenue"], "", definition, key="factors")


def _groupings(page: Page, of: str) -> dict[str, str]:
    """Dimensions that the figure's rows have -> what people call them: the view's split first, then the usual ones."""
    (mart,) = METRICS["what_changed"].asked(Options(of=of)).scopes
    kept = usual_groupings(page.version, page.view, mart)
    return {**{name: dimension_title(name, page.version) for name in kept}, WHOLE: _("No group")}
