"""An axis of days whose ticks are written by the formatting room: Plotly itself knows no month but in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cx.language import numbers
from cx.view import add_months, first_of_month

MOST_TICKS = 7
"""So many labels of months have room beside each other on a phone."""
MONTHS, DAYS = (1, 2, 3, 6, 12, 24, 60, 120), (1, 2, 7, 14, 28)
"""The steps between ticks, the finest first that needs no more than the most."""
FEWEST_MONTHS = 3


def date_axis(days: Sequence[date]) -> dict[str, Any]:
    """The axis that holds these days: ticks at round months, or at days where there are few months."""
    axis: dict[str, Any] = {"type": "date"}
    if not days:
        return axis
    first, last = min(days), max(days)
    ticks = _months(first, last)
    if len(ticks) < FEWEST_MONTHS:
        ticks = _days(first, last)
        return axis | {"tickvals": ticks, "ticktext": [numbers.day_of_year(tick) for tick in ticks]}
    return axis | {"tickvals": ticks, "ticktext": _months_named(ticks)}


def _months(first: date, last: date) -> list[date]:
    """The first days of every month, every second one, ... within the days."""
    start = first if first.day == 1 else add_months(first_of_month(first), 1)
    count = (last.year - start.year) * 12 + last.month - start.month + 1
    every = [add_months(start, n) for n in range(count)]
    found: list[date] = []
    for step in MONTHS:
        found = [month for month in every if (month.year * 12 + month.month - 1) % step == 0]
        if len(found) <= MOST_TICKS:
            break
    return found


def _days(first: date, last: date) -> list[date]:
    span = (last - first).days
    step = next((step for step in DAYS if span // step < MOST_TICKS), DAYS[-1])
    return [first + timedelta(days=n) for n in range(0, span + 1, step)]


def _months_named(ticks: Sequence[date]) -> list[str]:
    """The months by name, with the year where it begins; years alone where the ticks are Januaries."""
    if all(tick.month == 1 for tick in ticks):
        return [numbers.period(tick, "year") for tick in ticks]
    year, said = 0, []
    for tick in ticks:
        name = numbers.month(tick)
        said.append(name if tick.year == year else f"{name}<br>{numbers.period(tick, 'year')}")
        year = tick.year
    return said
