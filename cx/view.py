"""The view: what a reader looks at. It knows its query string, its dates and its English sentence."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from cx.language import N_, Words, _

FILTER_KEY = "f."
"""Query keys that begin with this are filters: `f.region=North`."""

EVERY = ("day", "week", "month", "quarter", "year")
GRAINS: Words[str] = Words(
    {"day": N_("day"), "week": N_("week"), "month": N_("month"), "quarter": N_("quarter"), "year": N_("year")}
)
"""Grain -> what one of its periods is called."""
SPANS: Words[str] = Words(
    {"day": N_("days"), "week": N_("weeks"), "month": N_("months"), "quarter": N_("quarters"), "year": N_("years")}
)
"""Grain -> what several are called."""
COMPARE = ("previous", "year", "none")
MONTHS_BACK = {"last_month": 1, "last_3_months": 3, "last_6_months": 6, "last_12_months": 12}
PERIODS = ("last_12_months", "last_6_months", "last_3_months", "last_month", "this_year", "all", "custom")
DEFAULT_PERIOD = "last_12_months"
RELATIVE = tuple(period for period in PERIODS if period != "custom")
"""Periods that move with the data."""
FEW_DAYS, SOME_DAYS, MANY_DAYS = 21, 92, 1900
"""The longest spans whose trends are by day, by week and by month where the view does not say."""
DATA_VERSION = re.compile(r"[0-9]{1,9}-[0-9a-f]{4,16}")
REVISION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Dates:
    """An inclusive range of days."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Coverage(Dates):
    """The days the data cover. clock: the day from which "the last 12 months" and the like are counted.

    It is the last day with orders, where there are orders: surveys that go on longer would make a month without
    orders look like a collapse of the business.
    """

    clock: date


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep the rows whose dimension has one of the values. A dimension may name its table: `orders.channel`."""

    dimension: str
    values: tuple[str, ...]

    def sentence(self) -> str:
        """The filter in words, as on a chip."""
        return f"{self.dimension} = {_(' or ').join(self.values)}"


@dataclass(frozen=True, slots=True)
class View:
    """Period, comparison, filters, split, grain and data version; immutable, and equal when they show the same.

    period: one of PERIODS; `first` and `last` only count when it is "custom". compare: what changes are measured
    against. split: a dimension. every: the grain of a trend, None for one figure. data: a data version, None for
    the current one. marks: a revision of the targets and events, None for the newest. live: the period that moves with
    the data from which a pinned view was made.
    """

    period: str = DEFAULT_PERIOD
    first: date | None = None
    last: date | None = None
    compare: str = "previous"
    filters: tuple[Filter, ...] = ()
    split: str | None = None
    every: str | None = None
    data: str | None = None
    marks: int | None = None
    live: str | None = None

    def dates(self, data: Dates) -> Dates:
        """The days this view covers when the data cover `data`."""
        clock = data.clock if isinstance(data, Coverage) else data.last
        if self.period == "custom":
            first = self.first or min(data.first, self.last or data.first)
            return Dates(first, self.last or max(data.last, first))
        end = last_complete_month_end(clock)
        if self.period in MONTHS_BACK:
            return Dates(add_months(first_of_month(end), 1 - MONTHS_BACK[self.period]), end)
        if self.period == "this_year":
            return Dates(date(clock.year, 1, 1), clock)
        return Dates(data.first, data.last)

    def compared(self, data: Dates) -> Dates | None:
        """The days the view is compared with; outside the user's date filter. None when nothing lies there."""
        now = self.dates(data)
        if self.compare == "none":
            return None
        if self.compare == "year":
            then = Dates(add_months(now.first, -12), _end_twelve_months_earlier(now.last))
        else:
            then = Dates(_start_before(now), now.first - timedelta(days=1))
        return then if then.first >= data.first else None

    def at(self, dates: Dates) -> View:
        """The same view over other days."""
        return replace(self, period="custom", first=dates.first, last=dates.last)

    def grain(self, data: Dates) -> str:
        """The grain of trends: the view's, else one that gives some ten to forty points."""
        return self.every or default_grain(self.dates(data))

    def pinned(self, data: Dates, version: str, marks: int | None = None) -> View:
        """The same view with its dates, grain, data version and revision of marks written out: it shows the same for
        ever.
        """
        live = self.live if self.period == "custom" else self.period
        return replace(self.at(self.dates(data)), every=self.grain(data), data=version, marks=marks, live=live)

    def unpinned(self) -> View:
        """The same view of the newest data: over the period that moves with them, where it was made from one."""
        moving = replace(self, every=self._own_grain(), data=None, marks=None, live=None)
        return replace(moving, period=self.live, first=None, last=None) if self.live else moving

    def over(self, period: str, first: date | None, last: date | None) -> View:
        """The same view over another period; it is then no longer the one that a pinned view came from."""
        if (period, first, last) == (self.period, self.first, self.last):
            return self
        return replace(self, period=period, first=first, last=last, every=self._own_grain(), live=None)

    def _own_grain(self) -> str | None:
        """The grain without one that pinning may have written out: over other days it would be a wrong one."""
        if self.data and self.first and self.last and self.every == default_grain(Dates(self.first, self.last)):
            return None
        return self.every

    def without(self, dimension: str) -> View:
        """The same view without the filter on a dimension."""
        return replace(self, filters=tuple(f for f in self.filters if f.dimension != dimension))

    def query(self) -> str:
        """The view as a query string; `read_query` reads it back equal."""
        pairs: list[tuple[str, str]] = [("period", self.period)]
        if self.period == "custom":
            pairs += [("dates", d.isoformat()) for d in (self.first, self.last) if d]
        pairs.append(("compare", self.compare))
        for part in sorted(self.filters, key=lambda f: f.dimension):
            pairs += [(FILTER_KEY + part.dimension, value) for value in part.values]
        marks = None if self.marks is None else str(self.marks)
        optional = (("split", self.split), ("every", self.every), ("data", self.data), ("marks", marks))
        return urlencode(pairs + [(key, value) for key, value in (*optional, ("live", self.live)) if value])

    def sentence(self, data: Dates) -> str:
        """The view in words: days, filters and split."""
        days = self.dates(data)
        words = [_("{first} to {last}").format(first=days.first, last=days.last)]
        words += [part.sentence() for part in self.filters]
        if self.split:
            words.append(_("split by {dimension}").format(dimension=self.split))
        return " · ".join(words)


def default_grain(dates: Dates) -> str:
    """The grain of trends over some days where the view names none."""
    if dates.days <= FEW_DAYS:
        return "day"
    return "week" if dates.days <= SOME_DAYS else "month" if dates.days <= MANY_DAYS else "quarter"


def coarsest_enough(dates: Dates, every: str, at_most: int, grains: Sequence[str] = EVERY) -> str:
    """The grain `every`, or the next coarser of `grains` that cuts the dates into at most so many periods.

    The coarsest one when none is coarse enough. Periods are counted as if the dates began with one.
    """
    days = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
    coarser = grains[grains.index(every) :]
    return next((grain for grain in coarser if dates.days // days[grain] <= at_most), coarser[-1])


def first_of_month(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_complete_month_end(day: date) -> date:
    """The last day, up to `day`, on which a month was complete."""
    return day if day == month_end(day) else first_of_month(day) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _whole_months(dates: Dates) -> int:
    if dates.first.day != 1 or dates.last != month_end(dates.last):
        return 0
    return (dates.last.year - dates.first.year) * 12 + dates.last.month - dates.first.month + 1


def _start_before(now: Dates) -> date:
    months = _whole_months(now)
    return add_months(now.first, -months) if months else now.first - timedelta(days=now.days)


def _end_twelve_months_earlier(last: date) -> date:
    earlier = add_months(last, -12)
    return month_end(earlier) if last == month_end(last) else earlier
