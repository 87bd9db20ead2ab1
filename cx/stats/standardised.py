"""How far two groups lie apart in units of their own spread: orders, money and days on one scale.

One difference at a time, from n, means and variances, with its interval; `balance` has the same measure for many
columns of weighted rows at once, as a check of an adjustment and without intervals.
"""

from __future__ import annotations

import math

from cx.language import _
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, too_few, too_large, withheld

METHOD = "normal, unequal variances (Bonett)"
UNSIGNED = "standardised mean difference, normal (Hedges)"


def unsigned(gap: float, n: int, effective1: float, effective2: float) -> Estimate:
    """How far apart two groups are at all, after weighting too: a standardised difference without its sign.

    Formula: gap +- z sqrt(1 / n1 + 1 / n2 + gap^2 / (2 (n1 + n2))), never below 0; n1, n2: effective group sizes.
    Returns an Estimate in ratio (standard deviations); withheld when the gap is infinite, as the groups then have
    nothing in common. Source: Hedges & Olkin (1985), Statistical Methods for Meta-Analysis, ch. 5.
    """
    if not math.isfinite(gap * gap):
        return withheld(_("the groups have nothing in common here"), n=n, unit="ratio")
    error = math.sqrt(1.0 / effective1 + 1.0 / effective2 + gap * gap / (2.0 * (effective1 + effective2)))
    half_width = critical_z() * error
    return Estimate(gap, max(0.0, gap - half_width), gap + half_width, n, "ratio", UNSIGNED)


def standardised_difference(
    n1: int, mean1: float, var1: float, n2: int, mean2: float, var2: float, *, minimum: int = 2
) -> Estimate:
    """By how many standard deviations the first mean exceeds the second.

    Formula: d = (mean1 - mean2) / s, s^2 = (var1 + var2) / 2, variances with n - 1; +- z se, se^2 = d^2 (var1^2 / (n1 -
    1) + var2^2 / (n2 - 1)) / (8 s^4) + (var1 / (n1 - 1) + var2 / (n2 - 1)) / s^2, which does not assume equal
    variances. By a common rule up to 0.1 is negligible. Returns an Estimate in ratio (standard deviations), n both
    groups; withheld when a group is below `minimum` (never less than 2) or neither has any spread. Raises ValueError
    on a negative variance. Source: Bonett (2008), Psychological Methods 13:99-109; the rule: Austin (2009), Statistics
    in Medicine 28:3083-3107.
    """
    if var1 < 0.0 or var2 < 0.0:
        raise ValueError(f"var1 == {var1}, var2 == {var2}, must be >= 0")
    for n in (n1, n2):
        if refusal := too_few(n, max(2, minimum), unit="ratio"):
            return refusal
    pooled = var1 / 2.0 + var2 / 2.0
    if pooled == 0.0:
        return withheld(_("no spread: all values are equal within each group"), n=n1 + n2, unit="ratio")
    # Shares of the pooled variance, so that no amount is too large to be squared.
    share1, share2 = var1 / pooled, var2 / pooled
    value = (mean1 - mean2) / math.sqrt(pooled)
    if refusal := too_large(value * value, pooled, n=n1 + n2, unit="ratio"):
        return refusal
    of_spread = value**2 * (share1**2 / (n1 - 1) + share2**2 / (n2 - 1)) / 8.0
    half_width = critical_z() * math.sqrt(of_spread + share1 / (n1 - 1) + share2 / (n2 - 1))
    return Estimate(value, value - half_width, value + half_width, n1 + n2, "ratio", METHOD)
