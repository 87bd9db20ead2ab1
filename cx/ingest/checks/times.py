"""Days that cannot be, days far from the rest, days without rows, and an export that was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cx.engines.base import quoted
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.ingest.types.spans import EVENTS
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.language.numbers import day as written
from cx.model import Kind

CORE = (0.01, 0.99)
"""The middle 98 % of the rows: what lies far from their days is told."""
FAR_DAYS = 366
"""A day is far from the rest when it is further away than a year and than the rest is long."""
EXPECTED_AT_LEAST = 20.0
"""Rows to be expected in a gap: with none there, chance is ruled out (Poisson: e^-20)."""
SHORTEST_GAP_DAYS = 7
TAIL_DAYS, BEFORE_DAYS = 7, 56
CUT_OFF = 0.2
"""The last week has fewer than this part of what the eight weeks before it had."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Days:
    """Rows per day of one field. at: days since 0001-01-01, ascending; n: rows of each."""

    field: str
    at: Numbers
    n: Numbers

    @property
    def rows(self) -> int:
        """All rows with a day."""
        return int(self.n.sum())

    def within(self, first: int, last: int) -> int:
        """The rows from one day to another, both counted."""
        return int(self.n[(self.at >= first) & (self.at <= last)].sum())


def check(looked: Looked) -> Iterator[Finding]:
    """The days of every time of something that happened; gaps and the end only of the table's own event."""
    for number, name in enumerate(looked.fields_of(Kind.TIME)):
        days = _days(looked, name)
        if not days.rows:
            continue
        yield from _future(looked, days)
        first, last = _core(days)
        yield from _far(looked, days, first, last)
        if number == 0 or name == looked.table.names[0]:
            yield from _gap(looked, days, first, min(last, looked.today.toordinal()))
            yield from _cut_off(looked, days, first, last)


def _days(looked: Looked, name: str) -> Days:
    column = quoted(name)
    # Rows without a time are left out afterwards: a condition would read every time once more.
    found = looked.query(
        f"SELECT day - DATE '0001-01-01' + 1 AS ordinal, n FROM (SELECT CAST({column} AS DATE) AS day, count(*) AS n "
        "FROM {rows} GROUP BY day) ORDER BY ordinal"
    ).dropna()
    return Days(name, found["ordinal"].to_numpy(dtype=np.int64), found["n"].to_numpy(dtype=np.int64))


def _core(days: Days) -> tuple[int, int]:
    """First and last day of the middle rows."""
    share = np.cumsum(days.n) / days.rows
    first, last = (int(days.at[min(int(np.searchsorted(share, end)), len(days.at) - 1)]) for end in CORE)
    return first, last


def _future(looked: Looked, days: Days) -> Iterator[Finding]:
    today = looked.today.toordinal()
    n = days.within(today + 1, int(days.at[-1]))
    if not n or days.field not in EVENTS:
        return
    words = ngettext(
        "{n} value of “{header}” lies in the future, the last on {day}.",
        "{n} values of “{header}” lie in the future, the last on {day}.",
        n,
    )
    yield looked.finding(
        "future_dates",
        n,
        words.format(n=count(n), header=looked.header(days.field), day=_written(days.at[-1])),
        _(
            "“The last 12 months” are counted back from the last day with orders, so one future day empties them. "
            "Check whether day and month are swapped."
        ),
        condition=f"CAST({quoted(days.field)} AS DATE) > DATE '{looked.today}'",
        shown=[days.field],
        status=BAD,
        of=days.rows,
    )


def _far(looked: Looked, days: Days, first: int, last: int) -> Iterator[Finding]:
    """Days further from the middle 98 % than a year and than these are long; each side for itself."""
    far = max(FAR_DAYS, last - first + 1)
    for early in (True, False):
        limit = first - far if early else last + far
        n = days.within(0, limit - 1) if early else days.within(limit + 1, int(days.at[-1]))
        if not n:
            continue
        words = ngettext(
            "{n} value of “{header}” lies far {side} the rest, which is of {first} to {last}.",
            "{n} values of “{header}” lie far {side} the rest, which is of {first} to {last}.",
            n,
        )
        side = "<" if early else ">"
        yield looked.finding(
            "outlying_dates",
            n,
            words.format(
                n=count(n),
                header=looked.header(days.field),
                side=_("before") if early else _("after"),
                first=_written(first),
                last=_written(last),
            ),
            _("Trends over all data stretch to that day, and the first order of those customers moves with it."),
            condition=f"CAST({quoted(days.field)} AS DATE) {side} DATE '{date.fromordinal(limit)}'",
            shown=[days.field],
            of=days.rows,
        )


def _gap(looked: Looked, days: Days, first: int, last: int) -> Iterator[Finding]:
    """The longest stretch of days without a row, where chance cannot have made it."""
    inside = days.at[(days.at >= first) & (days.at <= last)]
    if len(inside) < 2:
        return
    steps = np.diff(inside)
    longest = int(np.argmax(steps))
    empty = int(steps[longest]) - 1
    rate = days.within(first, last) / (last - first + 1 - empty)
    if empty < max(SHORTEST_GAP_DAYS, 5 * float(np.median(steps))) or rate * empty < EXPECTED_AT_LEAST:
        return
    begins = int(inside[longest]) + 1
    yield looked.finding(
        "gap",
        empty,
        _("No row is of {first} to {last}: {n} days, for which about {expected} rows would be expected.").format(
            first=_written(begins),
            last=_written(begins + empty - 1),
            n=count(empty),
            expected=count(round(rate * empty)),
        ),
        _("A gap in the export is no collapse of the business: months within it are too low."),
        of=last - first + 1,
    )


def _cut_off(looked: Looked, days: Days, first: int, last: int) -> Iterator[Finding]:
    """A last week with far fewer rows than the weeks before it."""
    end = int(days.at[-1]) if int(days.at[-1]) - last <= BEFORE_DAYS else last
    tail = days.within(end - TAIL_DAYS + 1, end)
    expected = days.within(end - TAIL_DAYS - BEFORE_DAYS + 1, end - TAIL_DAYS) * TAIL_DAYS / BEFORE_DAYS
    if end - first < TAIL_DAYS + BEFORE_DAYS or expected < EXPECTED_AT_LEAST or tail >= CUT_OFF * expected:
        return
    yield looked.finding(
        "cut_off",
        tail,
        _("The last 7 days, to {day}, have {n} rows; the eight weeks before had about {expected} a week.").format(
            day=_written(end), n=count(tail), expected=count(round(expected))
        ),
        _("The export may have been cut off: the last period is too low until the rest is loaded."),
        of=days.rows,
        status=LOOK,
    )


def _written(ordinal: int | np.int64) -> str:
    return written(date.fromordinal(int(ordinal)))
