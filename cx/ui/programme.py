"""What a programme would bring, in a sentence and as a chart of low, mid and high."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.stats.estimate import withheld
from cx.ui import twin
from cx.ui.page import Page
from cx.ui.plain import plain

GAINS = (
    ("gain", "effort", _("Easier contacts")),
    ("gain", "retention", _("Customers kept")),
    ("gain", "both", _("Gain in a year")),
    ("net gain", "both", _("After the cost")),
)
"""Part, item and name of every line of the chart."""


def row(result: Result, part: str, item: str) -> Row:
    """One row of the answer; a withheld one when the metric did not give it."""
    found = next((r for r in result.rows if (r.part, r.item) == (part, item)), None)
    reason = result.rows[0].estimate.reason or _("not asked")
    return found or Row(withheld(reason, n=0, unit=result.metric.unit), part=part, item=item)


def finding(result: Result, cost: float) -> str:
    """What the programme would bring in a year, low to high, and when it pays back."""
    gain, payback = row(result, "gain", "both"), row(result, "payback", "both")
    if not gain.estimate.known:
        return _("No gain can be offered: {reason}").format(reason=plain(gain.estimate.reason or ""))
    text = _("Such a programme is associated with **{gain}** in a year").format(gain=_figure(gain))
    if not cost:
        return _("{text}; name its cost to see when it pays back.").format(text=text)
    if not payback.estimate.known:
        return _("{text}; it does not pay for its cost.").format(text=text)
    later = (
        _("at the low end never")
        if payback.estimate.high is None
        else _("{low} to {high}").format(
            low=numbers.figure(payback.estimate.low, "days"), high=numbers.figure(payback.estimate.high, "days")
        )
    )
    days = numbers.figure(payback.estimate.value, "days")
    return _("{text} and pays back after **{days}** days ({range}).").format(text=text, days=days, range=later)


def show(page: Page, result: Result, move: float, lift: float) -> None:
    """The chart of the gains; reasons for what is left out stand under it."""
    asked = {"effort": move, "retention": lift}
    lines = [
        Line(name, row(result, part, item), item == "both") for part, item, name in GAINS if asked.get(item, 1.0) > 0.0
    ]
    twin.show(
        intervals([line for line in lines if line.row.estimate.known], page.look(result)),
        result,
        [r for r in result.rows if r.part != "base"],
        title=_("What it would bring in a year, low to high"),
        subtitle=_("the ends are those of the 95% interval of the effect; associated with, not proven to follow from"),
        key="what_if_gains",
        empty=row(result, "gain", "both").estimate.reason or "",
    )
    kept = row(result, "kept", "effort")
    if move and kept.estimate.known:
        e = kept.estimate
        text = _("In customers: the easier contacts are associated with {figure} more customers kept.")
        st.caption(text.format(figure=plain(numbers.with_interval(e.value, e.low, e.high, "count"))))
    for reason in _reasons(lines):
        st.caption(plain(reason))


def _reasons(lines: Sequence[Line]) -> list[str]:
    withheld_ones = (f"{line.name}: {line.row.estimate.reason}" for line in lines if not line.row.estimate.known)
    remarks = (line.row.remark for line in lines if line.row.remark)
    return list(dict.fromkeys([*withheld_ones, *remarks]))


def break_even(result: Result) -> list[str]:
    """How large each step must be to pay for the cost, in sentences; empty without a cost."""
    words = {
        "effort": _("Break-even when {figure} of the customers with high-effort contacts get an easy one"),
        "retention": _("Break-even when {figure} more customers are kept"),
    }
    told = []
    for item, sentence in words.items():
        e = row(result, "break-even", item).estimate
        if e.known:
            ends = _("{low} to {high}").format(
                low=numbers.percent(e.low), high=numbers.percent(e.high) if e.high is not None else _("never")
            )
            told.append(sentence.format(figure=f"{numbers.percent(e.value)} ({ends})"))
    return told


def _figure(found: Row) -> str:
    e = found.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, found.currency))
