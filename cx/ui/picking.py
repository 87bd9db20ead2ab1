"""Which row of a result a card shows, and what must be said beside it; currencies are never joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.stats.estimate import withheld
from cx.ui.changes import Card


def pick(result: Result, card: Card) -> Row:
    """The card's row: of the age it asks, or the oldest below it that most have reached; of the largest currency."""
    fitting = [r for r in result.rows if card.about(r)]
    if card.age is not None:
        known = [r for r in fitting if r.age is not None and 0 < r.age <= card.age and r.estimate.known]
        most = max((r.estimate.n for r in known), default=0)
        reached = [r for r in known if 2 * r.estimate.n >= most]
        if reached:
            return max(reached, key=lambda r: r.age or 0)
        fitting = [r for r in fitting if r.age == card.age] or fitting
    if not fitting:
        return Row(withheld(_("no data: n = 0"), n=0, unit=result.metric.unit))
    return max(fitting, key=lambda r: r.estimate.n) if currencies(fitting) else fitting[0]


def same_place(result: Result, row: Row, card: Card) -> Row | None:
    """The row of another period that may be compared with a picked one: same age, same currency."""
    fitting = [r for r in result.rows if card.about(r) and r.age == row.age and r.currency in (None, row.currency)]
    return fitting[0] if fitting else None


def trend_values(rows: Sequence[Row], row: Row, card: Card) -> tuple[float, ...]:
    """The known figures over time of what a picked row shows."""
    fitting = [r for r in rows if card.about(r) and r.currency in (None, row.currency) and r.period]
    aged = [r for r in fitting if card.age is None or r.age == row.age]
    return tuple(r.estimate.value for r in sorted(aged, key=lambda r: str(r.period)) if r.estimate.value is not None)


def note(result: Result, row: Row, card: Card) -> str:
    """What to know of the picked row: that the age asked is not complete, that there are other currencies."""
    said = []
    if card.age is not None and row.age not in (None, card.age):
        said.append(_("fewer than half of them have reached month {age} yet").format(age=numbers.count(card.age)))
    others = [code for code in currencies(result.rows) if code != row.currency]
    if others:
        text = _("{currency} only; there is also {others}: filter on one currency")
        said.append(text.format(currency=row.currency or numbers.DASH, others=", ".join(others)))
    return "; ".join(said)


def currencies(rows: Sequence[Row]) -> list[str]:
    """The currencies of some rows, in order."""
    return sorted({r.currency for r in rows if r.currency})


def by_currency(result: Result) -> Result:
    """The same rows with the currency in their name where there are several, so that no chart joins them."""
    if len(currencies(result.rows)) < 2:
        return result
    named = [replace(r, split=" · ".join(part for part in (r.currency, r.split) if part)) for r in result.rows]
    return replace(result, rows=tuple(named))
