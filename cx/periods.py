"""The periods of a calendar: where they begin, and which of them some days touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cx.view import Dates, add_months, first_of_month


def periods(dates: Dates, every: str | None) -> Iterator[tuple[date, date]]:
    """First and last day of every whole period that touches the dates; the dates themselves without a grain."""
    if every is None:
        yield dates.first, dates.last
        return
    start = period_start(dates.first, every)
    while start <= dates.last:
        after = next_period(start, every)
        yield start, after - timedelta(days=1)
        start = after


def period_start(day: date, every: str) -> date:
    """The first day of the period that holds `day`; weeks begin on Monday."""
    if every == "day":
        return day
    if every == "week":
        return day - timedelta(days=day.weekday())
    month = first_of_month(day)
    if every == "quarter":
        return month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return month.replace(month=1) if every == "year" else month


def next_period(start: date, every: str) -> date:
    """The first day of the period after the one that begins on `start`."""
    if every in ("day", "week"):
        return start + timedelta(days=1 if every == "day" else 7)
    return add_months(start, {"month": 1, "quarter": 3, "year": 12}[every])
