"""The demo's calendar: whole months as seconds since 1970, so that all of it can be done in arrays."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from cx.errors import UsageError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DAY_SECONDS = 86_400
EPOCH_DAY = date(1970, 1, 1).toordinal()
HOUR_WEIGHTS = np.array([1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3.5, 5, 6, 6.2, 6, 5.5, 5, 5, 5, 5.5, 6, 7, 7.5, 6, 4, 2])
"""Relative number of orders per hour of the day."""


def day_seconds(day: date) -> int:
    """Midnight of the day, in seconds since 1970."""
    return (day.toordinal() - EPOCH_DAY) * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class Clock:
    """The months of the data: their first_days; starts: (months + 1,) seconds at which they begin."""

    first_days: tuple[date, ...]
    starts: Ints

    @property
    def months(self) -> int:
        """Number of months."""
        return len(self.first_days)

    @property
    def end(self) -> int:
        """The first second after the data."""
        return int(self.starts[-1])

    def index(self, day: date) -> int:
        """The month's number that holds the day; below 0 or beyond the last when outside the data."""
        first = self.first_days[0]
        return (day.year - first.year) * 12 + day.month - first.month


def clock_until(end: date, months: int) -> Clock:
    """That many whole months, the last ending on `end`. Raises UsageError when end is no month's end."""
    if end.day != calendar.monthrange(end.year, end.month)[1]:
        raise UsageError(
            f"{end} is not the last day of a month.",
            where="demo data, end",
            mend="Give a month's last day: the demo data hold whole months only.",
        )
    last = end.year * 12 + end.month - 1
    firsts = tuple(date(m // 12, m % 12 + 1, 1) for m in range(last - months + 1, last + 2))
    return Clock(firsts[:-1], np.array([day_seconds(day) for day in firsts], dtype=np.int64))


def time_of_day(rng: np.random.Generator, count: int) -> Ints:
    """Seconds after midnight, (count,): busy in the late morning and in the evening."""
    hours = rng.choice(24, size=count, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    return np.asarray(hours * 3600 + rng.integers(0, 3600, size=count), dtype=np.int64)
