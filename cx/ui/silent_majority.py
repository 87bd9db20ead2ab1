"""The silent majority: how those who answer differ from those who do not, and the NPS when both count."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.charts.theme import Look
from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.nonresponse_words import STANDARDISED
from cx.metrics.nps_reweighted import DIFFERENCE, EVERY_ANSWER, RAW, REWEIGHTED
from cx.stats.comparison import Verdict
from cx.ui import claims, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain

NAMES = {
    EVERY_ANSWER: _("every answer"),
    RAW: _("first answer of each"),
    REWEIGHTED: _("re-weighted"),
}
"""Part of the NPS -> the line that shows it."""


def show(page: Page) -> None:
    """The section: the finding, the differences, the two scores, and what re-weighting can and cannot do."""
    apart, scores = page.result("nonresponse"), page.result("nps_reweighted")
    st.subheader(_("The silent majority"), anchor=False)
    st.markdown(plain(_said(apart) or claims.cannot(_reason(apart))))
    together = _("over all customers, whatever they are split by") if page.view.split else ""
    with page.side_by_side(2):
        _differences(page, apart, together)
        _scores(page, scores, together)
    if said := _said(scores):
        st.caption(plain(said))


def differences_title(rows: Sequence[Row]) -> str:
    """How many of the differences are real."""
    tested = [r for r in rows if r.estimate.known]
    if not tested:
        return _("Those who answer and those who do not: too few to compare")
    real = sum(r.verdict == Verdict.REAL.value for r in tested)
    return _("Those who answer differ from the silent in {k} of {n} respects beyond noise").format(
        k=real or _("none"), n=len(tested)
    )


def scores_title(rows: Sequence[Row]) -> str:
    """What re-weighting does to the NPS, with its verdict."""
    found = {row.part: row for row in rows}
    gap = found.get(DIFFERENCE)
    if gap is None or not gap.estimate.known:
        return _("NPS of everybody: too few answers")
    e = gap.estimate
    ends = _("{low} to {high}").format(low=numbers.change(e.low, e.unit), high=numbers.change(e.high, e.unit))
    return _("Re-weighting moves the NPS by {change} ({ends}) – {verdict}").format(
        change=plain(numbers.change(e.value, e.unit)),
        ends=plain(ends),
        verdict=_("more than noise") if gap.verdict == Verdict.REAL.value else _("within noise"),
    )


def _differences(page: Page, result: Result, together: str) -> None:
    rows = [r for r in result.rows if r.part == STANDARDISED]
    lines = [Line(_words(r), r, main=r.verdict == Verdict.REAL.value) for r in rows]
    definition = _("respondents minus silent, in standard deviations, 95% interval; filled: stands after correction")
    twin.show(
        intervals(lines, Look("ratio", None, page.every, page.mode)),
        result,
        rows and result.rows,
        title=differences_title(rows),
        subtitle=shown.subtitle(definition, together),
        key="silent_differences",
        empty=_reason(result),
    )


def _scores(page: Page, result: Result, together: str) -> None:
    rows = [r for r in result.rows if r.part in NAMES]
    lines = [Line(NAMES[r.part or ""], r, main=r.part == REWEIGHTED) for r in rows]
    definition = _(
        "of all answers, of the first of each customer, and of everybody through those like them, 95% interval"
    )
    twin.show(
        intervals(lines, page.look(result)),
        result,
        rows and result.rows,
        title=scores_title(result.rows),
        subtitle=shown.subtitle(definition, together),
        key="silent_scores",
        empty=_reason(result),
    )


def _words(row: Row) -> str:
    name = row.item or ""
    return _("{item} before").format(item=name) if name != "tenure" else _("time as a customer")


def _said(result: Result) -> str:
    """The remark of a result; empty when no figure could be given."""
    return next((r.remark for r in result.rows if r.remark), "")


def _reason(result: Result) -> str:
    return next((r.estimate.reason for r in result.rows if r.estimate.reason), "")
