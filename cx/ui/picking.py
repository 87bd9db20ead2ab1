"""Which row of a result a card shows, and what must be said beside it; currencies are never joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.cohorts import last_day, period_number
from cx.stats.estimate import withheld
from cx.ui.changes import Card
from cx.view import GRAINS

SERIES = ("split", "band", "score", "part", "item", "outcome")
"""What tells the figures of one answer apart, besides period, age and currency."""


def pick(result: Result, card: Card, first: date | None = None) -> Row:
    """The card's row: of the age it asks, or the oldest below it that most have reached; of the largest currency.

    Age 0 is never an answer: everybody is there at the start. first: the first day of the view, which says when its
    oldest cohort has completed the age.
    """
    fitting = _of_one_currency([r for r in result.rows if card.about(r)])
    if card.age is not None and any(r.age is not None for r in fitting):
        return _aged(fitting, card, first, result.metric.unit)
    if not fitting:
        return Row(withheld(_("no data: n = 0"), n=0, unit=result.metric.unit))
    return fitting[0]


def not_complete(age: int, grain: str, first: date | None) -> str:
    """Why an age has no figure yet: the day on which the oldest cohort of the view completes it."""
    if first is None:
        return _("{grain} {age} is not complete yet").format(grain=GRAINS[grain], age=age)
    day = last_day(period_number(first, grain) + age, grain)
    return _("{grain} {age} is complete on {day}").format(grain=GRAINS[grain], age=age, day=numbers.day(day))


def same_place(result: Result, row: Row, card: Card) -> Row | None:
    """The row of another period that may be compared with a picked one: of the same figure, age and currency."""
    fitting = (r for r in result.rows if card.about(r) and r.age == row.age and _same_currency(r, row))
    return next((r for r in fitting if _same_series(r, row)), None)


def trend_values(rows: Sequence[Row], row: Row, card: Card) -> tuple[float, ...]:
    """The known figures over time of what a picked row shows."""
    fitting = [r for r in rows if card.about(r) and r.currency == row.currency and r.period and _same_series(r, row)]
    aged = [r for r in fitting if card.age is None or r.age == row.age]
    return tuple(r.estimate.value for r in sorted(aged, key=lambda r: str(r.period)) if r.estimate.value is not None)


def note(result: Result, row: Row, card: Card) -> str:
    """What to know of the picked row: that the age asked is not complete, that there are other currencies."""
    said = []
    if card.age is not None and row.age not in (None, card.age):
        said.append(_("fewer than half of them have reached month {age} yet").format(age=numbers.count(card.age)))
    if row.estimate.known and row.estimate.unit != "money" and row.currency is None:
        return "; ".join(said)
    others = [code for code in currencies(result.rows) if code != (row.currency or "")]
    named = ", ".join(code for code in others if code)
    shown = _("{currency} only").format(currency=row.currency) if row.currency else _("orders without a currency only")
    if named:
        said.append(_("{shown}; there is also {others}: filter on one currency").format(shown=shown, others=named))
    if "" in others:
        text = _("{shown}; there are also orders without a currency: set it with the setting `currency`")
        said.append(text.format(shown=shown))
    return "; ".join(said)


def currencies(rows: Sequence[Row]) -> list[str]:
    """The currencies of some rows, in order; money without one is the currency "", which comes last."""
    money = {r.currency or "" for r in rows if r.currency or (r.estimate.unit == "money" and r.estimate.n)}
    return sorted(money, key=lambda code: (not code, code))


def by_currency(result: Result) -> Result:
    """The same rows with the currency in their name where there are several, so that no chart joins them."""
    if len(currencies(result.rows)) < 2:
        return result
    named = [
        replace(r, split=" · ".join(part for part in (r.currency or _("no currency"), r.split) if part))
        for r in result.rows
    ]
    return replace(result, rows=tuple(named))


def _of_one_currency(rows: Sequence[Row]) -> list[Row]:
    """The rows of the currency with the most behind it; all rows where there is only one."""
    found = currencies(rows)
    if len(found) < 2:
        return list(rows)
    largest = max(found, key=lambda code: max(r.estimate.n for r in rows if (r.currency or "") == code))
    return [r for r in rows if (r.currency or "") == largest]


def _same_series(row: Row, picked: Row) -> bool:
    """Whether two rows are of one figure: a metric may answer for several bands, parts and outcomes at once."""
    return all(getattr(row, name) == getattr(picked, name) for name in SERIES)


def _same_currency(row: Row, picked: Row) -> bool:
    return row.currency == picked.currency or (row.currency is None and not row.estimate.n)


def _aged(rows: Sequence[Row], card: Card, first: date | None, unit: str) -> Row:
    """The oldest age up to the one asked that at least half of those with the most have reached."""
    age = card.age or 0
    known = [r for r in rows if r.age is not None and 0 < r.age <= age and r.estimate.known]
    most = max((r.estimate.n for r in known), default=0)
    reached = [r for r in known if 2 * r.estimate.n >= most]
    if reached:
        return max(reached, key=lambda r: r.age or 0)
    asked = next((r for r in rows if r.age == age and r.estimate.reason), None)
    if asked is not None and not asked.matures:
        return asked
    n = max(r.estimate.n for r in rows)
    if asked is not None and asked.matures:
        reason = _("{grain} {age} is complete on {day}").format(
            grain=GRAINS[card.options.cohort], age=age, day=numbers.day(asked.matures)
        )
    else:
        reason = not_complete(age, card.options.cohort, first)
    return Row(withheld(reason, n=n, unit=unit), age=age, currency=rows[0].currency)
