"""The one formatting room: every figure, count, day and interval that a person reads is written here.

Compact figures are for cards and charts (three significant digits), full ones for tooltips and tables. What is
missing is an en dash, never 0. Shares are given in per cent with one decimal and change in points; NPS is a signed
whole number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_compact_decimal, format_currency, format_decimal

from cx.language.text import _

DASH = "–"
MINUS = "−"
LOCALE = "en"
SIGNIFICANT_DIGITS = 3
IN_FULL = 10_000
"""Counts below this are written out: 4,360 says more than 4.36K."""


def figure(value: float | None, unit: str, currency: str | None = None) -> str:
    """A figure for a card or an axis: 1.24M, 34.6 %, +41, 5.83; a dash when there is none."""
    if value is None or not math.isfinite(value):
        return DASH
    if unit == "money":
        return money(value, currency)
    writers: dict[str, Callable[[float], str]] = {
        "share": percent,
        "points": lambda v: signed(v, 0),
        "score": lambda v: _decimal(v, 2),
        "correlation": lambda v: _decimal(v, 2),
        "ratio": lambda v: _decimal(v, 2),
        "days": _days,
    }
    return writers.get(unit, compact)(value)


def full(value: float | None, unit: str, currency: str | None = None) -> str:
    """The same figure with nothing rounded away that a reader may want to check."""
    if value is None or not math.isfinite(value):
        return DASH
    if unit == "share":
        return f"{_decimal(value * 100, 2)}%"
    if unit == "points":
        return signed(value, 1)
    if unit == "money" and currency:
        return _with_minus(format_currency(value, currency, locale=LOCALE))
    if unit == "count":
        return _decimal(value, 0 if float(value).is_integer() else 2)
    return _decimal(value, 2)


def interval(
    low: float | None,
    high: float | None,
    unit: str,
    currency: str | None = None,
    *,
    whole: bool = False,
    of: float | None = None,
) -> str:
    """The two ends of an interval, `38 to 44`; `38 or more` when it is open above, a dash when it is not known.

    whole: nothing rounded away. of: the figure; around a whole count the ends are whole too, rounded outwards.
    """
    if low is None:
        return DASH
    if high is None:
        return _("{low} or more").format(low=(full if whole else figure)(low, unit, currency))
    if unit == "count" and of is not None and float(of).is_integer():
        low, high = math.floor(low), math.ceil(high)
    write = full if whole else figure
    return _("{low} to {high}").format(low=write(low, unit, currency), high=write(high, unit, currency))


def with_interval(
    value: float | None, low: float | None, high: float | None, unit: str, currency: str | None = None
) -> str:
    """A figure with its interval in brackets, `+41 (+38 to +44)`; a dash when there is no figure."""
    text = figure(value, unit, currency)
    if value is None or low is None:
        return text
    return f"{text} ({interval(low, high, unit, currency, of=value)})"


def change(value: float | None, unit: str, currency: str | None = None) -> str:
    """A change in the figure's own unit, always signed: shares in points, `+2.1 pts`; `+3 points`; `−0.12`."""
    if value is None or not math.isfinite(value):
        return DASH
    writers: dict[str, Callable[[float], str]] = {
        "days": _change_of_days,
        "share": lambda v: _("{number} pts").format(number=signed(v * 100, 1)),
        "points": lambda v: _("{number} points").format(number=signed(v, 1)),
        "score": lambda v: signed(v, 2),
        "correlation": lambda v: signed(v, 2),
        "ratio": lambda v: signed(v, 2),
    }
    if unit in writers:
        return writers[unit](value)
    return ("+" if value > 0 else "") + figure(value, unit, currency)


def relative_change(value: float | None) -> str:
    """A change as a signed percentage of what it was, `+4.2%`."""
    return DASH if value is None else f"{signed(value * 100, 1)}%"


def percent(value: float | None, digits: int = 1) -> str:
    """A share in per cent, `34.6%`."""
    return DASH if value is None else f"{_decimal(value * 100, digits)}%"


def signed(value: float, digits: int) -> str:
    """A number that always shows its sign, except zero: `+41`, `−3`, `0`."""
    rounded = _unsigned_zero(value, digits)
    return ("+" if rounded > 0 else "") + _decimal(rounded, digits)


def money(value: float, currency: str | None = None) -> str:
    """Money with three significant digits, `€1.24M`, with its currency where it is known."""
    value, digits = _significant(value)
    if not currency:
        return _with_minus(format_compact_decimal(value, locale=LOCALE, fraction_digits=digits))
    return _with_minus(format_compact_currency(value, currency.upper(), locale=LOCALE, fraction_digits=digits))


def compact(value: float) -> str:
    """A number with three significant digits; counts below 10,000 in full."""
    if abs(value) < IN_FULL and (float(value).is_integer() or abs(value) >= 100):
        return _decimal(value, 0)
    value, digits = _significant(value)
    return _with_minus(format_compact_decimal(value, locale=LOCALE, fraction_digits=digits))


def count(n: int | None) -> str:
    """A whole number with thousands marked, `12,345`."""
    return DASH if n is None else _decimal(n, 0)


def day(value: date | None) -> str:
    """A day, `31 Mar 2026`."""
    return DASH if value is None else format_date(value, "d MMM yyyy", locale=LOCALE)


def days(first: date, last: date) -> str:
    """A range of days, as short as it can be said: `Apr 2025 – Mar 2026`, `3 Apr – 9 May 2026`, `14 Jun 2026`."""
    if first == last:
        return day(first)
    if first.day == 1 and (last.month != _next_day(last).month):
        begin, end = (format_date(d, "MMM yyyy", locale=LOCALE) for d in (first, last))
    else:
        begin = format_date(first, "d MMM" if first.year == last.year else "d MMM yyyy", locale=LOCALE)
        end = day(last)
    return begin if begin == end else f"{begin} {DASH} {end}"


def period(start: date | None, every: str | None) -> str:
    """A period by its first day and grain: `Mar 2026`, `Q1 2026`, `week of 5 Jan 2026`."""
    if start is None:
        return DASH
    if every == "month":
        return format_date(start, "MMM yyyy", locale=LOCALE)
    if every == "quarter":
        return format_date(start, "QQQ yyyy", locale=LOCALE)
    if every == "year":
        return str(start.year)
    return _("week of {day}").format(day=day(start)) if every == "week" else day(start)


def _next_day(value: date) -> date:
    return date.fromordinal(value.toordinal() + 1)


def _days(value: float) -> str:
    if 0 < abs(value) < 1:
        return _("{number} hours").format(number=_decimal(value * 24, 1))
    return _("{number} days").format(number=_decimal(value, 1 if abs(value) < 100 else 0))


def _change_of_days(value: float) -> str:
    if 0 < abs(value) < 1:
        return _("{number} hours").format(number=signed(value * 24, 1))
    return _("{number} days").format(number=signed(value, 1))


def _significant(value: float) -> tuple[float, int]:
    """A value rounded to three significant digits, and the decimals its compact form needs to show them."""
    if value == 0:
        return 0.0, 0
    rounded = round(value, SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(abs(value))))
    magnitude = math.floor(math.log10(abs(rounded)))
    leading = magnitude % 3 if magnitude >= 3 else magnitude
    return rounded, max(0, SIGNIFICANT_DIGITS - 1 - leading)


def _decimal(value: float, digits: int) -> str:
    places = f".{'0' * digits}" if digits else ""
    return _with_minus(format_decimal(_unsigned_zero(value, digits), f"#,##0{places}", locale=LOCALE))


def _with_minus(text: str) -> str:
    """The sign people read, which is as wide as a plus and is not taken for a hyphen."""
    return str(text).replace("-", MINUS)


def _unsigned_zero(value: float, digits: int) -> float:
    rounded = round(value, digits)
    return 0.0 if rounded == 0 else rounded
