"""Counts, rates per exposure, and sums of a random number of amounts."""

from __future__ import annotations

import math

from scipy import special

from cx.language import _
from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few, too_large, withheld

BY_CUSTOMER = "compound Poisson by customer"


def garwood_interval(count: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact interval for the expectation of a Poisson count: chi-squared quantiles, low 0 at count 0.

    A count that is no whole number is an effective one, as `compound_count` needs it.
    Raises ValueError on a negative count. Source: Garwood (1936), Biometrika 28:437-442.
    """
    if count < 0:
        raise ValueError(f"count == {count}, must be >= 0")
    tail = (1.0 - confidence) / 2.0
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 1.0 - tail))


def poisson_count(count: int) -> Estimate:
    """How many, and how far the count could have come out differently by chance alone.

    Returns an Estimate in count. Zero is an answer here (0, up to 3.69): nothing happened in a period that
    was seen.
    """
    low, high = garwood_interval(count)
    return bounded(float(count), low, high, n=count, unit="count", method="Garwood exact Poisson", low_bound=0.0)


def compound_count(count: int, total_squares: float) -> Estimate:
    """How many (orders), and how far that could have come out differently, when one customer brings several.

    Formula: w = total_squares / count, total_squares being the sum over customers of the square of what they
    bring; w times the Garwood interval of count / w: the gamma interval of a compound Poisson count, whose
    variance is total_squares. When everybody brings one, w = 1 and it is Garwood's; so it is at count 0.
    Returns an Estimate in count. Raises ValueError when total_squares < count. Source: Fay & Feuer (1997),
    Statistics in Medicine 16:791-801; variance: Mikosch (2009), Non-Life Insurance Mathematics, ch. 3.
    """
    if total_squares < count:
        raise ValueError(f"total_squares == {total_squares}, must be >= count == {count}")
    if count in (0, total_squares):
        return poisson_count(count)
    weight = total_squares / count
    low, high = (weight * end for end in garwood_interval(count / weight))
    return bounded(float(count), low, high, n=count, unit="count", method=BY_CUSTOMER, low_bound=0.0)


def poisson_rate(count: int, exposure: float, *, n: int, unit: str = "count", minimum: int = 1) -> Estimate:
    """How many events there are per unit of exposure.

    Formula: count / exposure, the Garwood interval divided by the exposure. exposure: what the events could
    happen to (customers, customer-months), > 0; n: how many were watched (customers), against which `minimum`
    is held. Assumes independent events; where one customer brings many, use `ratios.ratio`.
    """
    if refusal := too_few(n, minimum, unit=unit):
        return refusal
    if exposure <= 0.0:
        return withheld(_("no exposure: nothing was watched"), n=n, unit=unit)
    low, high = garwood_interval(count)
    if refusal := too_large(high / exposure, n=n, unit=unit):
        return refusal
    return bounded(
        count / exposure,
        low / exposure,
        high / exposure,
        n=n,
        unit=unit,
        method="Garwood exact Poisson",
        low_bound=0.0,
    )


def compound_sum(
    total: float,
    total_squares: float,
    n: int,
    *,
    unit: str = "money",
    minimum: int = 1,
    low_bound: float | None = None,
    method: str = "compound Poisson",
) -> Estimate:
    """How far a sum (revenue) could have come out differently, number and size of its parts being chance.

    Formula: total +- z sqrt(sum of squares), the variance of a compound Poisson sum. The parts must come
    independently: where customers order repeatedly they are the customers' totals (method BY_CUSTOMER), and n
    what a reader would count (orders). low_bound: 0 where no
    part can be negative; refunds can make revenue negative, so there is none by default. Returns an Estimate
    in `unit`; withheld when n is below `minimum`. Raises ValueError on negative total_squares.
    """
    if total_squares < 0.0:
        raise ValueError(f"total_squares == {total_squares}, must be >= 0")
    if refusal := too_few(n, minimum, unit=unit):
        return refusal
    if refusal := too_large(total, total_squares, n=n, unit=unit):
        return refusal
    half_width = critical_z() * math.sqrt(total_squares)
    return bounded(
        total,
        total - half_width,
        total + half_width,
        n=n,
        unit=unit,
        method=method,
        low_bound=low_bound,
    )
