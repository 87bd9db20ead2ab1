"""The silent majority: how those who answer differ from those who do not, and the NPS when both count."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.charts.theme import Look
from cx.language import N_, Words, _, numbers
from cx.metrics import row_words
from cx.metrics.base import Result, Row
from cx.metrics.nonresponse_words import STANDARDISED
from cx.metrics.nps_reweighted import DIFFERENCE, EVERY_ANSWER, RAW, REWEIGHTED
from cx.stats.comparison import Verdict, p_value
from cx.ui import claims, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain

NAMES = Words(
    {
        EVERY_ANSWER: N_("every answer"),
        RAW: N_("first answer of each"),
        REWEIGHTED: N_("re-weighted"),
    }
)
"""Part of the NPS -> the line that shows it."""
SIGNIFICANT = 0.05


def show(page: Page) -> None:
    """The section: the score of customers, who answers, both as charts, and what re-weighting can and cannot do."""
    apart, scores = page.result("nonresponse"), page.result("nps_reweighted")
    st.header(_("The silent majority"), anchor=False)
    st.markdown(" ".join(part for part in (counted_once(scores.rows), plain(_said(apart))) if part) or _nothing(apart))
    together = _("over all customers, whatever they are split by") if page.view.split else ""
    with page.side_by_side(2):
        _differences(page, apart, together)
        _scores(page, scores, together)
    if said := _said(scores):
        with st.expander(_("How sure is this?"), icon=":material/balance:"):
            st.caption(plain(said))


def counted_once(rows: Sequence[Row]) -> str:
    """What is left of the NPS when each customer counts once, and when the silent count through those like them.

    Both scores rest on the same people, so that a test for independent ones asks more than it needs to.
    """
    found = {row.part: row for row in rows if row.estimate.known and row.split is None}
    every, once, gap = (found.get(part) for part in (EVERY_ANSWER, RAW, DIFFERENCE))
    if every is None or once is None or gap is None:
        return ""
    p, shift = p_value(every.estimate, once.estimate), (every.estimate.value or 0.0) - (once.estimate.value or 0.0)
    texts = {
        (True, True): _("Counting each customer once, NPS is **{once}**, not {every}: repeated answers lift it"),
        (True, False): _("Counting each customer once, NPS is **{once}**, not {every}: repeated answers lower it"),
    }
    plainly = _("Counting each customer once, NPS is **{once}**; {every} with every answer, the same within noise")
    told = texts.get((p is not None and p <= SIGNIFICANT, shift > 0.0), plainly)
    return told.format(once=_score(once), every=_score(every)) + _("; {weighting}.").format(weighting=_weighting(gap))


def _weighting(gap: Row) -> str:
    if gap.verdict == Verdict.REAL.value:
        return _("weighting for who answers moves it by {change} (real)").format(change=plain(_change(gap)))
    return _("weighting for who answers changes little (within noise)")


def differences_title(rows: Sequence[Row]) -> str:
    """How many of the differences are real."""
    tested = [r for r in rows if r.estimate.known]
    if not tested:
        return _("Those who answer and those who do not: not known yet")
    real = sum(r.verdict == Verdict.REAL.value for r in tested)
    if not real:
        return _("Before they were asked: no difference is real, all {n} within noise").format(n=len(tested))
    return _("Before they were asked: {k} of {n} differences are real").format(k=real, n=len(tested))


def scores_title(rows: Sequence[Row]) -> str:
    """The NPS of answers, of customers and of everybody asked side by side."""
    found = {row.part: row for row in rows if row.estimate.known}
    named = [f"{NAMES[part]} {_score(found[part])}" for part in NAMES if part in found]
    if REWEIGHTED not in found:
        return _("NPS of everybody: not known yet")
    return _("NPS: {scores}").format(scores=", ".join(named))


def _score(row: Row) -> str:
    return plain(numbers.figure(row.estimate.value, row.estimate.unit))


def _change(row: Row) -> str:
    e = row.estimate
    ends = _("{low} to {high}").format(low=numbers.change(e.low, e.unit), high=numbers.change(e.high, e.unit))
    return f"{numbers.change(e.value, e.unit)} ({ends})"


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
    return _("{item} before").format(item=row_words.item(row.item)) if row.item != "tenure" else _("time as a customer")


def _nothing(apart: Result) -> str:
    return claims.cannot(plain(_reason(apart)))


def _said(result: Result) -> str:
    """The remark of a result; empty when no figure could be given."""
    return next((r.remark for r in result.rows if r.remark), "")


def _reason(result: Result) -> str:
    return next((r.estimate.reason for r in result.rows if r.estimate.reason), "")
