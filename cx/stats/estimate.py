"""The one form in which a figure leaves the statistics: never a bare number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx.language import N_, _

CONFIDENCE = 0.95
EXACT = N_("exact count")
"""The method of a figure that was counted in full: its interval has no width and need not be told."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with what it rests on.

    value, low, high: in `unit`; all None when the figure must not be given, and then `reason` says why.
    n: what was counted (responses, customers, orders, ...). unit: share, points, score, money, count, days,
    correlation or ratio.
    method: the name of the interval, as a statistician would call it.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    method: str
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("an estimate without a value needs a reason")
        for number in (self.value, self.low, self.high):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"an estimate must be finite, got {number}")

    @property
    def known(self) -> bool:
        """Whether there is a figure to show."""
        return self.value is not None


def withheld(reason: str, *, n: int, unit: str) -> Estimate:
    """A figure that must not be given, and why."""
    return Estimate(None, None, None, n, unit, "none", reason)


def too_few(n: int, minimum: int, *, unit: str) -> Estimate | None:
    """The withheld estimate when n is zero or below the minimum, else None.

    Raises ValueError when n is negative.
    """
    if n < 0:
        raise ValueError(f"n == {n}, must be >= 0")
    if n == 0:
        return withheld(_("no data: n = 0"), n=0, unit=unit)
    if n < minimum:
        reason = _("too few: n = {n}, at least {minimum} needed").format(n=n, minimum=minimum)
        return withheld(reason, n=n, unit=unit)
    return None


def too_large(*figures: float, n: int, unit: str) -> Estimate | None:
    """The withheld estimate when a sum or an end is no finite number, else None.

    A double holds no square of a value beyond 1e154, and no quotient of figures that many digits apart.
    """
    if all(map(math.isfinite, figures)):
        return None
    return withheld(_("the values are too large or too far apart to be computed with"), n=n, unit=unit)


def bounded(
    value: float,
    low: float,
    high: float,
    *,
    n: int,
    unit: str,
    method: str,
    low_bound: float | None = None,
    high_bound: float | None = None,
) -> Estimate:
    """An estimate whose interval is clipped to the range of the scale and holds its own value.

    low_bound, high_bound: ends of the scale in `unit`, None when it has none. Raises ValueError when the
    value itself lies outside: then the inputs, not the interval, are wrong.
    """
    floor = -math.inf if low_bound is None else low_bound
    ceiling = math.inf if high_bound is None else high_bound
    slack = 1e-9 * max(1.0, abs(value))
    if not floor - slack <= value <= ceiling + slack:
        raise ValueError(f"value == {value}, must be within [{floor}, {ceiling}]")
    value = min(max(value, floor), ceiling)
    low, high = max(min(low, value), floor), min(max(high, value), ceiling)
    return Estimate(float(value), float(low), float(high), n, unit, method)
