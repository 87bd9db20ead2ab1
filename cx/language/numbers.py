"""The one formatting room: every figure, count, day and interval that a person reads is written here.

Compact figures are for cards and charts (three significant digits), full ones for tooltips and tables. What is
missing is an en dash, never 0. Shares are given in per cent with one decimal and change in points; NPS is a signed
whole number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date

from cx.language import notation
from cx.language.notation import dated, left_out, short, unsigned_zero
from cx.language.notation import decimal as decimal  # noqa: PLC0414 - a way of writing numbers like those below
from cx.language.text import _

DASH = "–"
MINUS = notation.MINUS
SIGNIFICANT_DIGITS = 3
IN_FULL = 10_000
"""Counts below this are written out: 4,360 says more than 4.36K."""
PLAIN_DIGITS = 6
NARROWEST_TOLD = 1e-6
"""An interval narrower than this part of its figure is exact but for rounding."""


def figure(value: float | None, unit: str, currency: str | None = None) -> str:
    """A figure for a card or an axis: 1.24M, 34.6 %, +41, 5.83; a dash when there is none."""
    if value is None or not math.isfinite(value):
        return DASH
    if unit == "money":
        return money(value, currency)
    writers: dict[str, Callable[[float], str]] = {
        "share": percent,
        "points": lambda v: signed(v, 0),
        "score": lambda v: decimal(v, 2),
        "correlation": lambda v: decimal(v, 2),
        "ratio": lambda v: decimal(v, 2),
        "days": _days,
    }
    return writers.get(unit, compact)(value)


def full(value: float | None, unit: str, currency: str | None = None) -> str:
    """The same figure with nothing rounded away that a reader may want to check."""
    if value is None or not math.isfinite(value):
        return DASH
    if unit == "share":
        return notation.percent(decimal(value * 100, 2))
    if unit == "points":
        return signed(value, 1)
    if unit == "money" and currency:
        return notation.amount(value, currency)
    if unit == "count":
        return decimal(value, 0 if float(value).is_integer() else 2)
    return decimal(value, 2)


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

    whole: nothing rounded away. of: the figure; around a whole count the ends are whole too, rounded outwards. Figure
    and ends are rounded to the same place, that of the largest of them: `−€0.35 to €8.61`, `−€2.0 to €24.5`.
    """
    if low is None:
        return DASH
    if unit == "count" and high is not None and of is not None and float(of).is_integer():
        low, high = math.floor(low), math.ceil(high)

    def write(end: float) -> str:
        return full(end, unit, currency) if whole else beside(end, (of, low, high), unit, currency)

    if high is None:
        return _("{low} or more").format(low=write(low))
    return _("{low} to {high}").format(low=write(low), high=write(high))


def with_interval(
    value: float | None, low: float | None, high: float | None, unit: str, currency: str | None = None
) -> str:
    """A figure with its interval in brackets, `+41 (+38 to +44)`; a dash when there is no figure."""
    if value is None or low is None:
        return figure(value, unit, currency)
    text = figure_of(value, low, high, unit, currency)
    return f"{text} ({interval(low, high, unit, currency, of=value)})"


def figure_of(
    value: float | None, low: float | None, high: float | None, unit: str, currency: str | None = None
) -> str:
    """The figure of an interval by itself, as `with_interval` writes it: where the ends stand apart from it."""
    if value is None or low is None or (unit == "count" and float(value).is_integer()):
        return figure(value, unit, currency)
    return beside(value, (value, low, high), unit, currency)


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
    return DASH if value is None else notation.percent(signed(value * 100, 1))


def percent(value: float | None, digits: int = 1) -> str:
    """A share in per cent, `34.6%`."""
    return DASH if value is None else notation.percent(decimal(value * 100, digits))


def points(share: float) -> str:
    """A difference of shares in points, `1 point`, `2.5 points`, `0.54 points`."""
    number = decimal(share * 100, 1 if abs(share) >= 0.01 else 2)
    number = notation.trimmed(number)
    return (_("{number} point") if number == "1" else _("{number} points")).format(number=number)


def signed(value: float, digits: int) -> str:
    """A number that always shows its sign, except zero: `+41`, `−3`, `0`."""
    rounded = unsigned_zero(value, digits)
    return ("+" if rounded > 0 else "") + decimal(rounded, digits)


def money(value: float, currency: str | None = None) -> str:
    """Money with three significant digits, `€1.24M`, with its currency where it is known."""
    value, digits = _significant(value)
    return short(value, currency, digits)


def compact(value: float) -> str:
    """A number with three significant digits; counts below 10,000 in full."""
    if abs(value) < IN_FULL and (float(value).is_integer() or abs(value) >= 100):
        return decimal(value, 0)
    value, digits = _significant(value)
    return short(value, None, digits)


def count(n: int | None) -> str:
    """A whole number with thousands marked, `12,345`."""
    return DASH if n is None else decimal(n, 0)


def day(value: date | None) -> str:
    """A day, `31 Mar 2026`."""
    return DASH if value is None else dated(value, "yMMMd")


def day_of_year(value: date) -> str:
    """A day without its year, `31 Mar`."""
    return dated(value, "MMMd")


def month(value: date) -> str:
    """The month of a day by its short name, `Mar`."""
    return dated(value, "MMM")


def days(first: date, last: date) -> str:
    """A range of days, as short as it can be said: `Apr 2025 – Mar 2026`, `3 Apr – 9 May 2026`, `14 Jun 2026`."""
    if first == last:
        return day(first)
    if first.day == 1 and (last.month != _next_day(last).month):
        begin, end = (dated(d, "yMMM") for d in (first, last))
    else:
        begin = dated(first, "MMMd" if first.year == last.year else "yMMMd")
        end = day(last)
    return begin if begin == end else f"{begin} {DASH} {end}"


def period(start: date | None, every: str | None) -> str:
    """A period by its first day and grain: `Mar 2026`, `Q1 2026`, `week of 5 Jan 2026`."""
    if start is None:
        return DASH
    if every == "month":
        return dated(start, "yMMM")
    if every == "quarter":
        return dated(start, "yQQQ")
    if every == "year":
        return dated(start, "y")
    return _("week of {day}").format(day=day(start)) if every == "week" else day(start)


def short_period(start: date, every: str) -> str:
    """A period in few letters, for where many stand side by side: `Mar 26`, `05 Jan 26`, `Q1 2026`."""
    parts = {"month": "yM", "quarter": "yQQQ", "year": "y"}
    return dated(start, parts.get(every, "yMd"))


def plain(value: float) -> str:
    """A number as short as it can be said, for a tick or a level: `0.5`, `7`."""
    return notation.trimmed(decimal(value, PLAIN_DIGITS))


def _next_day(value: date) -> date:
    return date.fromordinal(value.toordinal() + 1)


def beside(value: float, others: Iterable[float | None], unit: str, currency: str | None) -> str:
    """A figure rounded to the place that gives the largest of some figures three significant digits.

    What would be rounded to 0 keeps its own digits, so that an end that leaves zero out is seen to do so.
    """
    known = [v for v in others if v is not None and math.isfinite(v)]
    most = max((abs(v) for v in known), default=0.0)
    in_full = unit == "count" and most < IN_FULL and all(float(v).is_integer() for v in known)
    if unit not in ("money", "count") or not math.isfinite(value) or not most or in_full:
        return figure(value, unit, currency)
    if unit == "count" and 100 <= most < IN_FULL:
        return decimal(value, 0)
    rounded = round(value, place := _place(most, max(known) - min(known)))
    if rounded == 0:
        return figure(value, unit, currency)
    magnitude = math.floor(math.log10(abs(rounded)))
    digits = max(0, place + left_out(magnitude))
    return notation.with_decimals(short(rounded, currency if unit == "money" else None, digits), digits)


def _place(most: float, width: float) -> int:
    """The decimals that show three significant digits of the largest figure, more where its interval is narrower."""
    place = SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(_significant(most)[0]))
    return max(place, -math.floor(math.log10(width))) if width > most * NARROWEST_TOLD else place


def _days(value: float) -> str:
    if 0 < abs(value) < 1:
        return _("{number} hours").format(number=decimal(value * 24, 1))
    return _("{number} days").format(number=decimal(value, 1 if abs(value) < 100 else 0))


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
    return rounded, max(0, SIGNIFICANT_DIGITS - 1 - (magnitude - left_out(magnitude)))
