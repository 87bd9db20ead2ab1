"""Figures held against a limit, with as many digits as it takes to see on which side of it they lie.

Rounded as elsewhere, the interval 41 to 44.97 around a figure reads “41 to 45”, which does not look as if it left a
target of 45 out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from cx.language import notation, numbers
from cx.language.text import N_, _

MOST_DIGITS = 9
FEWEST_DIGITS = {"share": 1, "points": 1, "money": 2, "count": 1, "days": 1}
OTHERWISE = 2
CHANGES = {
    "share": (100.0, N_("{number} pts")),
    "points": (1.0, N_("{number} points")),
    "days": (1.0, N_("{number} days")),
}
"""Unit -> by what its changes are multiplied, and how they are told."""
Write = Callable[[float], str]


def same(one: float, other: float) -> bool:
    """Whether two numbers are one but for the rounding of the computer."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def apart(limit: float, figure: tuple[float, float, float], unit: str, currency: str | None = None) -> Write | None:
    """How to write an interval and its limit so that both can be told apart; None when they can be as they are.

    figure: value, low and high.
    """
    value, low, high = figure
    whole = unit == "count" and float(value).is_integer()
    shown = (math.floor(low), math.ceil(high)) if whole else (low, high)
    usual: tuple[Write, ...] = (
        lambda v: numbers.figure(v, unit, currency),
        lambda v: numbers.beside(v, (value, *shown), unit, currency),
    )
    alike = [end for end in shown if not same(end, limit) and any(write(end) == write(limit) for write in usual)]
    if not alike and (shown[0] <= limit <= shown[1]) == (low <= limit <= high):
        return None
    ends = [end for end in (low, high) if not same(end, limit)]
    digits = FEWEST_DIGITS.get(unit, OTHERWISE)
    write = partial(_exactly, unit=unit, currency=currency, digits=digits)
    while digits < MOST_DIGITS and write(limit) in map(write, ends):
        digits += 1
        write = partial(_exactly, unit=unit, currency=currency, digits=digits)
    return write


def interval(low: float, high: float, write: Write) -> str:
    """The ends of an interval, each written so."""
    return _("{low} to {high}").format(low=write(low), high=write(high))


def change(value: float, unit: str, currency: str | None = None) -> str:
    """A change with so many digits that one which is not zero is not shown as zero."""
    told = numbers.change(value, unit, currency)
    factor, words = CHANGES.get(unit, (1.0, ""))
    digits = FEWEST_DIGITS.get(unit, OTHERWISE)
    while not same(value, 0.0) and not set(told) & set("123456789") and digits < MOST_DIGITS:
        digits += 1
        number = numbers.signed(value * factor, digits)
        told = _(words).format(number=number) if words else number
    return told


def _exactly(value: float, unit: str, currency: str | None, digits: int) -> str:
    """A figure with exactly so many decimals, a share in per cent."""
    if unit == "share":
        return numbers.percent(value, digits)
    if unit == "points":
        return numbers.signed(value, digits)
    if unit == "money" and currency:
        return notation.amount(value, currency, digits)
    if unit == "days":
        return _("{number} days").format(number=numbers.decimal(value, digits))
    return numbers.decimal(value, digits)
