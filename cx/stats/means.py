"""Means of scores and amounts from n, sum and sum of squares, and the difference of two means."""

from __future__ import annotations

import math

from cx.language import _
from cx.stats.contrast import Contrast
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few, too_large, withheld
from cx.stats.proportions import wilson_interval

# Below this share of the sum of squares, the spread is rounding of the sums and not spread of the values.
ROUNDING = 1e-11
# Squares this small have lost their digits: such values are 0 for every purpose.
NOTHING = 1e-290


def mean(
    n: int,
    total: float,
    total_squares: float,
    *,
    low_bound: float | None = None,
    high_bound: float | None = None,
    unit: str = "score",
    minimum: int = 2,
) -> Estimate:
    """The average, and how sure it is.

    Formula: total / n +- t(n - 1) s / sqrt(n), clipped to the bounds of the scale.
    When all values are equal, s is zero and says nothing: on a scale with both bounds `no_spread_interval` is
    used; without them the interval has no width and the method says why, and nothing but zeros is withheld
    with what they do show. Returns an Estimate in `unit`; withheld when n is below `minimum` (never less than
    2). Raises ValueError when the mean lies outside the bounds.
    """
    if refusal := too_few(n, max(2, minimum), unit=unit):
        return refusal
    if refusal := too_large(total, total_squares, n=n, unit=unit):
        return refusal
    if total_squares <= NOTHING and (low_bound is None or high_bound is None):
        return all_zero(n, n=n, unit=unit)
    value, spread = total / n, sample_variance(n, total, total_squares)
    if spread > 0.0:
        half_width, method = critical_t(n - 1) * math.sqrt(spread / n), "t"
        low, high = value - half_width, value + half_width
    else:
        low, high, method = no_spread_interval(value, n, low_bound, high_bound)
    return bounded(value, low, high, n=n, unit=unit, method=method, low_bound=low_bound, high_bound=high_bound)


def sample_variance(n: int, total: float, total_squares: float) -> float:
    """Variance with n - 1 from the sums; exactly 0.0 when what is left is rounding. Needs n >= 2."""
    if n < 2:
        raise ValueError(f"n == {n}, must be >= 2")
    # In this order no product leaves the range of doubles that the squares did not leave.
    least = total / n * total
    squares_about_mean = total_squares - least
    if squares_about_mean < -max(1e-6 * total_squares, NOTHING):
        raise ValueError(f"total_squares == {total_squares}, must be >= total^2 / n == {least}")
    return 0.0 if squares_about_mean <= max(ROUNDING * total_squares, NOTHING) else squares_about_mean / (n - 1)


def all_zero(customers: int, *, n: int, unit: str) -> Estimate:
    """The withheld mean of values that are all 0 where the scale is open: how large the others are is unknown.

    What can be said is how rare they are: Wilson's upper limit for 0 of `customers`.
    """
    reason = _("all {n} values are 0; with {confidence} % confidence at most {share} of such customers differ")
    at_most = f"{wilson_interval(0, customers)[1]:.2%}"
    said = reason.format(n=f"{customers:,}", confidence=f"{100 * CONFIDENCE:.0f}", share=at_most)
    return withheld(said, n=n, unit=unit)


def no_spread_interval(
    value: float, n: int, low_bound: float | None, high_bound: float | None
) -> tuple[float, float, str]:
    """Interval of a mean when all n values are equal: (low, high, method).

    n of n agree, so by Wilson at least the share w = n / (n + z^2) of the population does; the rest could sit
    at either end of the scale. Hence low = w value + (1 - w) low_bound and high likewise: at an end of the
    scale it is the Wilson interval itself, and it narrows as n grows. With a bound missing nothing can be
    said: no width.
    """
    if low_bound is None or high_bound is None:
        return value, value, "none: all values equal"
    agreeing = wilson_interval(n, n)[0]
    low = agreeing * value + (1.0 - agreeing) * low_bound
    high = agreeing * value + (1.0 - agreeing) * high_bound
    return low, high, "Wilson score, all values equal"


def welch(
    n1: int,
    mean1: float,
    var1: float,
    n2: int,
    mean2: float,
    var2: float,
    *,
    unit: str = "score",
    minimum: int = 2,
) -> Contrast:
    """By how much the first mean exceeds the second, and whether that could be chance.

    Formula: se^2 = var1/n1 + var2/n2; df by Satterthwaite; interval and p value from t. Variances are unequal
    and with n - 1. n of the estimate: both groups together. Withheld when a group is below `minimum` (never
    less than 2) or when neither has any spread. Source: Welch (1947), Biometrika 34:28-35.
    """
    if var1 < 0.0 or var2 < 0.0:
        raise ValueError(f"var1 == {var1}, var2 == {var2}, must be >= 0")
    for n in (n1, n2):
        if refusal := too_few(n, max(2, minimum), unit=unit):
            return Contrast(refusal)
    share1, value = var1 / n1, mean1 - mean2
    squared_error = share1 + var2 / n2
    if refusal := too_large(value, squared_error, n=n1 + n2, unit=unit):
        return Contrast(refusal)
    if squared_error == 0.0:
        reason = _("no spread: all values are equal within each group")
        return Contrast(withheld(reason, n=n1 + n2, unit=unit))
    # By the first group's part of the variance: the square of a tiny variance would be nothing.
    part = share1 / squared_error
    df = 1.0 / (part**2 / (n1 - 1) + (1.0 - part) ** 2 / (n2 - 1))
    error = math.sqrt(squared_error)
    half_width = critical_t(df) * error
    estimate = Estimate(value, value - half_width, value + half_width, n1 + n2, unit, "Welch t")
    return Contrast(estimate, error, df, two_sided_p(value / error, df))
