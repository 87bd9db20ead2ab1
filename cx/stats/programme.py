"""What a programme would bring in a year and when it pays back, as low, mid and high."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cx.language import _
from cx.stats.estimate import Estimate, too_large, withheld

DAYS_A_YEAR = 365.0


def scaled(estimate: Estimate, factor: float, *, n: int, unit: str, method: str) -> Estimate:
    """What is so per customer, times how many customers: value, low and high times `factor`, in `unit`.

    A negative factor turns low and high. Withheld when the estimate is.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return withheld(estimate.reason or _("no interval to scale"), n=n, unit=unit)
    ends = sorted((estimate.low * factor, estimate.high * factor))
    return Estimate(estimate.value * factor, ends[0], ends[1], n, unit, method)


def sum_of(parts: Sequence[Estimate]) -> Estimate:
    """The sum of independent figures of one unit.

    Formula (MOVER): low = sum - sqrt(sum of (value - low)^2), high likewise. Withheld when one of them is.
    Raises ValueError without parts. Source: Zou & Donner (2008), Statistics in Medicine 27:1693-1702.
    """
    if not parts:
        raise ValueError("parts == [], must hold at least one estimate")
    n, unit = sum(p.n for p in parts), parts[0].unit
    absent = next((p for p in parts if p.value is None or p.low is None or p.high is None), None)
    if absent:
        return withheld(absent.reason or _("no interval to add"), n=n, unit=unit)
    if len(parts) == 1:
        return parts[0]
    value = sum(p.value or 0.0 for p in parts)
    below = math.hypot(*((p.value or 0.0) - (p.low or 0.0) for p in parts))
    above = math.hypot(*((p.high or 0.0) - (p.value or 0.0) for p in parts))
    return Estimate(value, value - below, value + above, n, unit, "MOVER")


def sum_of_ends(parts: Sequence[Estimate]) -> Estimate:
    """The sum of figures of one unit that may rest on the same customers, all of them known.

    Formula: value, low and high are each summed: the widest interval their sum can have, whatever goes together with
    what. n: that of the first, as the others rest partly on the same. Raises ValueError without parts.
    """
    if not parts:
        raise ValueError("parts == [], must hold at least one estimate")
    if len(parts) == 1:
        return parts[0]
    value, low, high = (sum(getattr(p, end) for p in parts) for end in ("value", "low", "high"))
    return Estimate(value, low, high, parts[0].n, parts[0].unit, "sum of the ends")


def less(gain: Estimate, cost: float) -> Estimate:
    """The gain after a cost that is known exactly."""
    if gain.value is None or gain.low is None or gain.high is None:
        return gain
    return Estimate(gain.value - cost, gain.low - cost, gain.high - cost, gain.n, gain.unit, gain.method)


def needed(cost: float, gain_of_one: Estimate, *, unit: str, most: float) -> Estimate:
    """How much of a step must be made for the gain to equal the cost: cost / gain of one whole step.

    gain_of_one: the gain of a step of 1 (all contacts, one whole customer base). Returns an Estimate in `unit`; its
    low end belongs to the high end of the gain. An end at which the gain is not above zero is None: no step is enough
    there. Withheld when the mid gain is not above zero, or when more than `most` would be needed.
    """
    value, low, high = gain_of_one.value, gain_of_one.low, gain_of_one.high
    if value is None or low is None or high is None:
        return withheld(gain_of_one.reason or _("no gain to set the cost against"), n=gain_of_one.n, unit=unit)
    if value <= 0.0:
        return withheld(_("the gain is not above zero: it never pays for a cost"), n=gain_of_one.n, unit=unit)
    step = cost / value
    if refusal := too_large(step, n=gain_of_one.n, unit=unit):
        return refusal
    if step > most:
        reason = _("even the whole step does not pay: {times} times as much would be needed")
        return withheld(reason.format(times=f"{step / most:.1f}"), n=gain_of_one.n, unit=unit)
    furthest = cost / low if low > 0.0 else math.inf
    upper = furthest if math.isfinite(furthest) else None
    return Estimate(step, cost / high, upper, gain_of_one.n, unit, "inverse of the gain")


def payback_days(cost: float, gain: Estimate) -> Estimate:
    """After how many days the gain of a year, coming in evenly, has paid a cost spent on the first day.

    Formula: 365 cost / gain; low from the high gain, high from the low one, None where that gain is not above zero.
    Withheld when the mid gain is not above zero, or does not pay within its year: more than that year is not known.
    """
    days = needed(DAYS_A_YEAR * cost, gain, unit="days", most=math.inf)
    if days.value is not None and days.value > DAYS_A_YEAR:
        reason = _("it does not pay back within the year: the cost is {times} times the gain")
        return withheld(reason.format(times=f"{days.value / DAYS_A_YEAR:.2g}"), n=gain.n, unit="days")
    return days
