"""Days without any row against a source's usual rhythm: a source that stopped is no collapse of the business.

Rule: the share of days with rows is taken for every weekday. A run of empty days is a gap when so many in a row would
come by chance less than once in a hundred such histories, and when the source does not rest that long regularly.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from cx.engines.base import quoted
from cx.language import _, ngettext, numbers
from cx.language.numbers import count
from cx.marts.build import COVERED
from cx.store.health.entry import LOOK, HealthEntry
from cx.store.health.months import TABLES
from cx.store.health.sources import sources
from cx.store.reading import Version

CHANCE = 0.01
"""A gap is what chance would make of such a history less often than this."""
FEWEST_DAYS, REGULAR = 3, 3
"""A gap has at least so many days; so many rests, each at least half as long, are a rhythm and no gap."""
MOST_GAPS = 10
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without rows, both ends included. stopped: no row came afterwards."""

    first: date
    last: date
    stopped: bool

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last - self.first).days + 1


def pauses(active: Collection[date], until: date) -> list[Pause]:
    """The gaps of a source, oldest first. active: its days with rows. until: the last day it could have had any.

    Formula: with p the share of days with rows of a weekday, (active + 1/2) / (days + 1) over the source's own span, a
    run of empty days has the chance product(1 - p), and one such run is expected (days with rows) x that chance times.
    """
    days = sorted(set(active))
    if len(days) < FEWEST_DAYS:
        return []
    empty = [math.log(chance) for chance in empty_day_chances(days)]
    runs = [Pause(a + DAY, b - DAY, stopped=False) for a, b in pairwise(days) if b - a > DAY]
    if until > days[-1]:
        runs.append(Pause(days[-1] + DAY, until, stopped=True))
    return [run for run in runs if run.days >= FEWEST_DAYS and _unusual(run, runs, empty, len(days))]


def empty_day_chances(days: list[date]) -> list[float]:
    """The chance of a day without rows for every weekday, Monday first; days: the sorted days with rows."""
    span = (days[-1] - days[0]).days + 1
    seen = Counter(day.weekday() for day in days)
    return [1 - (seen[w] + 0.5) / (span // 7 + _in_rest(days[0], span, w) + 1) for w in range(7)]


def _in_rest(first: date, span: int, weekday: int) -> int:
    """Whether the days beyond whole weeks have the weekday: 1 or 0."""
    return int((weekday - first.weekday()) % 7 < span % 7)


def _unusual(run: Pause, runs: list[Pause], empty: list[float], active: int) -> bool:
    whole, rest = divmod(run.days, 7)
    log_chance = whole * sum(empty) + sum(empty[(run.first + n * DAY).weekday()] for n in range(rest))
    if log_chance + math.log(active) >= math.log(CHANCE):
        return False
    return sum(1 for other in runs if other is not run and not other.stopped and other.days * 2 >= run.days) < REGULAR


def entries(version: Version) -> Iterator[HealthEntry]:
    """The gaps of every table, and of every source of a table that has several."""
    if not version.coverage:
        return
    until = version.dates.last
    several = {table: found for table, found in sources(version).items() if len(found) > 1}
    for table in (name for name in TABLES if name in version.coverage):
        gaps = pauses(_active(version, table), until)
        yield from _told(table, "", gaps)
        for source in several.get(table, ()):
            known = {(gap.first, gap.last) for gap in gaps}
            own = [p for p in pauses(source.days, until) if (p.first, p.last) not in known]
            yield from _told(table, source.name, own)


def _active(version: Version, table: str) -> list[date]:
    day = COVERED[table][1]
    rows = version.engine.query(f"SELECT DISTINCT {day} AS day FROM mart.{quoted(table)} WHERE {day} IS NOT NULL")
    return [pd.Timestamp(str(day)).date() for day in rows["day"]]


def _told(table: str, source: str, gaps: list[Pause]) -> Iterator[HealthEntry]:
    for gap in sorted(gaps, key=lambda g: (-g.days, g.first))[:MOST_GAPS]:
        days = ngettext("{n} day", "{n} days", gap.days).format(n=count(gap.days))
        yield HealthEntry(
            table,
            _("gap of {source}").format(source=source) if source else _("gap"),
            (_("no row since {first}: {days}") if gap.stopped else _("no row from {first} to {last}: {days}")).format(
                first=numbers.day(gap.first), last=numbers.day(gap.last), days=days
            ),
            _meaning(table),
            LOOK,
            gap.days,
            key="gap",
            n=gap.days,
            touches=(table,),
            source=source,
            first_day=gap.first,
            last_day=gap.last,
        )


def _meaning(table: str) -> str:
    words = {
        "orders": _(
            "The source stopped or paused, the business did not: revenue and orders of these days are missing."
        ),
        "responses": _("The source stopped or paused: scores of these days are missing, they are not bad."),
        "contacts": _("The source stopped or paused: these days look easy for customers and were not counted."),
    }
    return words.get(table, _("The source stopped or paused: these days are missing, they are not zero."))
