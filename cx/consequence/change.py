"""One figure before and after, and all of them together, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cx.language import N_, _, ngettext, numbers
from cx.model import called
from cx.stats.estimate import EXACT, Estimate

TOLD = 12
"""So many changed figures are told; the others are counted."""
ANSWERS = frozenset(("nps", "csat", "ces"))
"""Metrics whose sentence says how many answers they rest on."""
WHOLE_STORE = N_("all data")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs. period: in words ("Mar 2026"); first_day: of its month, None for all data.

    before, after: None where the month is not in the data at all. complete: whether the data reach its last day.
    weight: the change in half widths of the interval it had, infinite where a figure comes or goes.
    """

    metric: str
    title: str
    period: str
    first_day: date | None
    before: Estimate | None
    after: Estimate | None
    unit: str
    currency: str | None = None
    complete: bool = True
    weight: float = 0.0

    @property
    def kind(self) -> str:
        """How it differs: "new", "gone", "lost" (no longer given), "given" (was not given before) or "changed"."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        if not self.after.known:
            return "lost"
        return "changed" if self.before.known else "given"

    def sentence(self) -> str:
        """The change in words: “Mar 2026 net revenue €1.20M → €1.24M”."""
        named = _("{period} {title}") if self.first_day else _("{title}, {period}")
        what = named.format(period=self.period, title=self.title)
        if not self.complete:
            what += _(" (month not complete)")
        return f"{what} {self._moved()}"

    def _moved(self) -> str:
        then, now = self.texts()
        if self.kind == "new":
            return _("{now} (new)").format(now=now)
        if self.kind == "gone":
            return _("{then} → no data any more").format(then=then)
        if self.kind == "lost":
            return _("{then} → not given: {reason}").format(then=then, reason=self.after.reason if self.after else "")
        if self.kind == "given":
            return _("not given → {now}").format(now=now)
        moved = _("{then} → {now}").format(then=then, now=now)
        if self.metric not in ANSWERS or not self.before or not self.after or self.before.n == self.after.n:
            return moved
        counts = _("n {then} → {now}").format(then=numbers.count(self.before.n), now=numbers.count(self.after.n))
        return f"{moved} ({counts})"

    def texts(self) -> tuple[str, str]:
        """Both figures, compact where that shows the difference, else in full; a dash where there is none."""
        values = [e.value if e else None for e in (self.before, self.after)]
        write = numbers.full if self.unit == "points" else numbers.figure
        then, now = (write(value, self.unit, self.currency) for value in values)
        if then == now:
            then, now = (numbers.full(value, self.unit, self.currency) for value in values)
        return then, now

    @property
    def seen(self) -> bool:
        """Whether a person can see the change: in the figure as it is written in full, or in its n."""
        then, now = self.texts()
        return then != now or self.kind != "changed" or (self.metric in ANSWERS and self.before != self.after)

    def to_json(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "metric": self.metric,
            "title": self.title,
            "period": self.period,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "kind": self.kind,
            "complete": self.complete,
            "before": asdict(self.before) if self.before else None,
            "after": asdict(self.after) if self.after else None,
            "unit": self.unit,
            "currency": self.currency,
            "sentence": self.sentence(),
        }


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of a table's rows whose customer is known, before and after; None without rows."""

    table: str
    before: float | None
    after: float | None

    @property
    def differs(self) -> bool:
        """Whether the shares differ as they are written."""
        return numbers.percent(self.before) != numbers.percent(self.after)

    def sentence(self) -> str:
        """The share in words: “match rate of surveys 93.0% → 95.0%”."""
        if self.before is None:
            return _("match rate of {table} {now} (new)").format(
                table=called(self.table), now=numbers.percent(self.after)
            )
        return _("match rate of {table} {then} → {now}").format(
            table=called(self.table), then=numbers.percent(self.before), now=numbers.percent(self.after)
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a table before and after."""

    table: str
    before: int
    after: int

    def sentence(self) -> str:
        """The rows in words: “orders 1,200 → 1,241 rows”."""
        return _("{table} {then} → {now} rows").format(
            table=called(self.table), then=numbers.count(self.before), now=numbers.count(self.after)
        )


@dataclass(frozen=True, slots=True)
class Consequence:
    """What is different between two versions. changes: the weightiest figures first, at most TOLD; more: the others.

    rates, rows: of every table that either version has. duplicates, refused: rows of the files that were not stored.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    more: int
    rates: tuple[Rate, ...]
    rows: tuple[Counted, ...]
    duplicates: int = 0
    refused: int = 0

    @property
    def nothing(self) -> bool:
        """Whether no figure, rate or count of rows differs."""
        return not self.changes and not any(r.differs for r in self.rates) and not self.changed_rows

    @property
    def changed_rows(self) -> tuple[Counted, ...]:
        """The tables whose number of rows differs."""
        return tuple(counted for counted in self.rows if counted.before != counted.after)

    def sentences(self) -> list[str]:
        """Everything that is told, one sentence for each, the weightiest first."""
        return list(self._parts())

    def sentence(self) -> str:
        """The whole in one line; says so when none of the figures it compares changes."""
        return "; ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield from (change.sentence() for change in self.changes)
        if self.more:
            words = ngettext("{n} other figure changes", "{n} other figures change", self.more)
            yield words.format(n=numbers.count(self.more))
        if not self.changes:
            yield _("no headline figure changes")
        yield from (rate.sentence() for rate in self.rates if rate.differs)
        yield from (counted.sentence() for counted in self.changed_rows)
        if self.duplicates:
            words = ngettext("{n} duplicate ignored", "{n} duplicates ignored", self.duplicates)
            yield words.format(n=numbers.count(self.duplicates))
        if self.refused:
            words = ngettext("{n} row refused", "{n} rows refused", self.refused)
            yield words.format(n=numbers.count(self.refused))

    def to_json(self) -> dict[str, Any]:
        """The consequence as plain values."""
        return {
            "before": self.before,
            "after": self.after,
            "nothing": self.nothing,
            "sentence": self.sentence(),
            "sentences": self.sentences(),
            "changes": [change.to_json() for change in self.changes],
            "more": self.more,
            "match_rates": [{**asdict(rate), "sentence": rate.sentence()} for rate in self.rates],
            "rows": [{**asdict(counted), "sentence": counted.sentence()} for counted in self.rows],
            "duplicates": self.duplicates,
            "refused": self.refused,
        }


def half_width(estimate: Estimate) -> float | None:
    """Half the width of an interval; None where there is none to measure a change by."""
    if estimate.method == EXACT or estimate.low is None or estimate.high is None or estimate.high <= estimate.low:
        return None
    return (estimate.high - estimate.low) / 2
