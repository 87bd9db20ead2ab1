"""What is said of retention that is projected: the chart's title, how past forecasts fared, and why retention rises."""

from __future__ import annotations

from collections.abc import Sequence

from cx.language import _, numbers
from cx.metrics.base import Row
from cx.metrics.retention_projection import OBSERVED, PROJECTED, fared, trusted
from cx.ui.plain import plain

YEAR = 12
TENURES = (1, 12)
"""Months whose losses are held against each other."""


def title(name: str, rows: Sequence[Row]) -> str:
    """The share after whole years, seen and projected, and whether past forecasts can be trusted.

    rows: of one outcome, all parts.
    """
    seen = {r.age: r for r in rows if r.part == OBSERVED and r.age and r.estimate.known}
    ahead = {r.age: r for r in rows if r.part == PROJECTED and r.age and r.estimate.known}
    if not seen:
        return _("{name}: no month is complete yet").format(name=name)
    last = max(seen)
    years = [age for age in (last - last % YEAR, last - last % YEAR + YEAR, YEAR * 2) if age in seen or age in ahead]
    told = [_in_month(age, seen, ahead) for age in sorted(set(years))[:2]] or [_in_month(last, seen, ahead)]
    return "; ".join(
        part
        for part in (_("{name}: {told}").format(name=name, told=", ".join(told)), _check(rows, bool(ahead)))
        if part
    )


def _in_month(age: int, seen: dict[int, Row], ahead: dict[int, Row]) -> str:
    words = _("{figure} in month {age}") if age in seen else _("{figure} projected in month {age}")
    return words.format(figure=figure(seen.get(age) or ahead[age]), age=age)


def _check(rows: Sequence[Row], projected: bool) -> str:
    """How an earlier projection has fared, in a few words."""
    held, tested = fared(rows)
    if not projected:
        return _("no projection")
    if not tested:
        return ""
    if trusted(held, tested):
        return _("past forecasts held ({held} of {n} months)").format(held=held, n=tested)
    return _("past forecasts missed {missed} of {n} months: treat with caution").format(missed=tested - held, n=tested)


def why_not(rows: Sequence[Row]) -> str:
    """Why there is no projection; empty when there is one."""
    ahead = [r for r in rows if r.part == PROJECTED]
    if any(r.estimate.known for r in ahead):
        return ""
    return plain(next((r.estimate.reason for r in ahead if r.estimate.reason), None) or "")


def sorting(rows: Sequence[Row]) -> str:
    """Why retention rises with tenure, with the losses of an early and a later month where contracts tell them."""
    share = {r.age: r.estimate.value or 0.0 for r in rows if r.part == OBSERVED and r.outcome == "subscriptions"}
    why = _(
        "A rising retention rate need not mean that anybody grows more loyal: who is likely to leave leaves first, "
        "and the loyal are left over. The projections assume just that (sorting), and that everybody goes on as before."
    )
    early, late = TENURES
    if not all(share.get(age) for age in (early - 1, early, late - 1, late)):
        return why
    kept = _("Of the subscribers there before it, month {early} kept {first} and month {late} {then}.").format(
        early=early,
        first=numbers.percent(share[early] / share[early - 1]),
        late=late,
        then=numbers.percent(share[late] / share[late - 1]),
    )
    return f"{kept} {why}"


def figure(row: Row) -> str:
    """A figure with its interval, safe in Markdown."""
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
