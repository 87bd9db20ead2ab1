"""Axes whose ticks are written by the formatting room, in the unit of the figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from cx.charts.theme import Look
from cx.language import numbers
from cx.metrics.base import Row

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_LYING = 4
"""So many names of ticks stand side by side on a phone."""


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that cover low to high, about as many as wanted."""
    if high <= low:
        low, high = low - (abs(low) * 0.1 or 1.0), high + (abs(high) * 0.1 or 1.0)
    rough = (high - low) / max(1, wanted - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(s for s in STEPS if s * power >= rough - 1e-12 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def value_axis(values: Iterable[float], look: Look, *, from_zero: bool) -> dict[str, Any]:
    """The settings of an axis of figures: round ticks in the unit, and a range that holds every value.

    from_zero: bars and amounts start at zero, because their length is what is compared.
    """
    known = [v for v in values if math.isfinite(v)]
    if not known:
        return {"visible": False}
    low, high = (min(0.0, *known), max(0.0, *known)) if from_zero else (min(known), max(known))
    ticks = nice_ticks(low, high)
    if look.unit == "share":
        ticks = [t for t in ticks if t <= 1.0 + 1e-9] or ticks
    span = ticks[-1] - ticks[0] or 1.0
    return {
        "tickvals": ticks,
        "ticktext": [_tick(t, look.unit, look.currency) for t in ticks],
        "range": [ticks[0] - (0.0 if from_zero and low == 0 else 0.02 * span), max(ticks[-1], high) + 0.02 * span],
    }


def lying(axis: dict[str, Any], text_space: float) -> dict[str, Any]:
    """An axis of figures along the bottom: every second tick named, as a phone has room for, and room at its end.

    text_space: the share of the width that is left to the figures written beside the marks.
    """
    if "range" not in axis:
        return axis
    low, high = axis["range"]
    ticks, texts = axis["tickvals"], axis["ticktext"]
    if len(ticks) > MOST_LYING:
        middle = ticks.index(0.0) if 0.0 in ticks else 0
        texts = [text if (at - middle) % 2 == 0 else "" for at, text in enumerate(texts)]
    room = (high - low) * text_space / (1 - text_space)
    return {**axis, "ticktext": texts, "tickangle": 0, "range": [low, high + room]}


def bounds(rows: Sequence[Row]) -> list[float]:
    """Every value and interval end of some rows, for the range of an axis."""
    ends = (end for r in rows for end in (r.estimate.value, r.estimate.low, r.estimate.high))
    return [end for end in ends if end is not None]


def described(row: Row, look: Look) -> str:
    """A figure for a tooltip: value, interval and n; the reason when there is no value."""
    e = row.estimate
    if not e.known:
        return e.reason or numbers.DASH
    currency = row.currency or look.currency
    value = numbers.full(e.value, look.unit, currency)
    ends = numbers.interval(e.low, e.high, look.unit, currency, whole=True, of=e.value)
    return f"{value} ({ends})<br>n = {numbers.count(e.n)}"


def _tick(value: float, unit: str, currency: str | None) -> str:
    if unit == "share":
        return numbers.percent(value, 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1)
    if unit == "points":
        return numbers.signed(value, 0 if float(value).is_integer() else 1)
    if unit in ("score", "correlation"):
        return numbers.plain(value)
    if unit == "days":
        return numbers.compact(value)
    return numbers.figure(value, unit, currency)
