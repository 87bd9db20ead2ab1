"""The adjusted effect of an experience on later money: raw beside adjusted, its grade, its checks, in words."""

from __future__ import annotations

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.ui import twin
from cx.ui.page import Page
from cx.ui.plain import plain

GOOD_AND_BAD = {
    "nps": (_("promoters"), _("detractors")),
    "csat": (_("satisfied customers"), _("dissatisfied customers")),
    "ces": (_("customers who found it easy"), _("customers who found it hard")),
    "effort": (_("customers with an easy contact"), _("customers with a high-effort contact")),
}
"""Score -> the people of its best band and of its worst."""
PARTS = {
    "raw": _("Raw gap"),
    "adjusted": _("Adjusted gap"),
    "adjusted_bad": _("For the worse-off"),
    "placebo": _("Before the answer"),
}
"""Part of adjusted_effect -> its name in the chart."""
OUTCOME = "forward_revenue"
CHECKS = frozenset({"e_value", "overlap", "balance_raw", "balance_weighted"})


def main_row(result: Result) -> Row | None:
    """The adjusted effect on later spend, with its grade; None when the metric gave none."""
    return next((r for r in result.rows if r.part == "adjusted" and r.outcome == OUTCOME), None)


def finding(result: Result, score: str, days: int) -> str:
    """What the adjusted effect says, with its interval, beside the raw gap and with the evidence grade."""
    row = main_row(result)
    if row is None or not row.estimate.known:
        reason = row.estimate.reason if row else result.rows[0].estimate.reason
        return _("No adjusted effect yet: {reason}.").format(reason=plain((reason or _("no figures")).rstrip(".")))
    good, bad = GOOD_AND_BAD[score]
    raw = next((r for r in result.rows if r.part == "raw" and r.outcome == OUTCOME), None)
    told = _("Held against comparable {bad}, {good} spent **{gap}** {more} in the {n} days after").format(
        good=good, bad=bad, gap=_gap(row), more=_("more") if (row.estimate.value or 0) >= 0 else _("less"), n=days
    )
    beside = _("the raw gap is {raw}").format(raw=_money(raw)) if raw and raw.estimate.known else ""
    return _("{told}; {beside}. Evidence grade **{grade}**.").format(
        told=told, beside=beside, grade=row.grade or numbers.DASH
    )


def show(page: Page, result: Result, score: str) -> None:
    """The chart of the gaps with the grade's reasons under it; the checks as a table when opened."""
    row = main_row(result)
    shown = [r for part in PARTS for r in result.rows if r.part == part and r.outcome == OUTCOME]
    good, bad = GOOD_AND_BAD[score]
    grade = row.grade if row and row.grade else numbers.DASH
    twin.show(
        intervals([Line(PARTS[r.part or ""], r, r.part == "adjusted") for r in shown], page.look(result)),
        result,
        [*shown, *(r for r in result.rows if r.part in CHECKS)],
        title=_("Evidence grade {grade}: {good} against {bad}").format(grade=grade, good=good, bad=bad),
        subtitle=_(
            "difference of mean net revenue in the {n} days after the answer, 95% interval; adjusted for segment, "
            "tenure, earlier orders, spend and contacts, doubly robust; “before” compares the days before the answer "
            "and should be zero; associated with, not proven to follow from"
        ).format(n=page.version.settings.forward_days),
        key=f"evidence_{score}",
    )
    if row and row.remark:
        st.caption(plain(row.remark))


def _gap(row: Row) -> str:
    e = row.estimate
    ends = sorted(abs(end) for end in (e.low, e.high) if end is not None)
    if (e.low or 0.0) < 0.0 < (e.high or 0.0) or len(ends) < 2:
        return _money(row)
    return plain(numbers.with_interval(abs(e.value or 0.0), ends[0], ends[1], e.unit, row.currency))


def _money(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
