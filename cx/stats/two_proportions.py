"""Two shares held against each other: the difference with its interval, and the chi-square test."""

from __future__ import annotations

import math

from cx.stats.contrast import Contrast
from cx.stats.critical_values import critical_z, two_sided_p
from cx.stats.estimate import CONFIDENCE, bounded, too_few

AGRESTI_CAFFO = "adjusted Wald (Agresti-Caffo)"


def share_difference(
    successes1: int,
    n1: int,
    successes2: int,
    n2: int,
    *,
    adjusted: bool = True,
    minimum: int = 1,
    confidence: float = CONFIDENCE,
) -> Contrast:
    """By how much the first share exceeds the second, and whether that could be chance.

    The value is the raw difference, -1..1. Interval and standard error: Wald after adding one success and one failure
    to each group (`adjusted`), else plain Wald, clipped to -1..1; p: `chi_square` of no difference, without continuity
    correction, None when all or none succeed. n: both groups. Withheld when a group is below `minimum`. Raises
    ValueError unless 0 <= successes <= n. Source: Agresti & Caffo (2000), The American Statistician 54:280-288.
    """
    for successes, n in ((successes1, n1), (successes2, n2)):
        if not 0 <= successes <= n:
            raise ValueError(f"successes == {successes}, must be between 0 and n == {n}")
        if refusal := too_few(n, minimum, unit="share"):
            return Contrast(refusal)
    (centre1, error1), (centre2, error2) = (
        _moments(successes, n, adjusted) for successes, n in ((successes1, n1), (successes2, n2))
    )
    centre, error = centre1 - centre2, math.hypot(error1, error2)
    half_width = critical_z(confidence) * error
    estimate = bounded(
        successes1 / n1 - successes2 / n2,
        centre - half_width,
        centre + half_width,
        n=n1 + n2,
        unit="share",
        method=AGRESTI_CAFFO if adjusted else "Wald",
        low_bound=-1.0,
        high_bound=1.0,
    )
    statistic = chi_square(successes1, n1, successes2, n2)
    return Contrast(estimate, error, None, None if statistic is None else two_sided_p(math.sqrt(statistic)))


def chi_square(successes1: int, n1: int, successes2: int, n2: int) -> float | None:
    """Pearson's chi-square (one degree of freedom) of equal shares, without continuity correction.

    Formula: (p1 - p2)^2 / (p (1 - p) (1/n1 + 1/n2)), p the share of both together. None when all or none succeed:
    then there is nothing to test. Source: Pearson (1900), Philosophical Magazine 50:157-175.
    """
    pooled = (successes1 + successes2) / (n1 + n2)
    variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)
    return (successes1 / n1 - successes2 / n2) ** 2 / variance if variance > 0.0 else None


def _moments(successes: int, n: int, adjusted: bool) -> tuple[float, float]:
    """Share and its standard error, of the group with one success and one failure more when adjusted."""
    added = 1 if adjusted else 0
    total = n + 2 * added
    share = (successes + added) / total
    return share, math.sqrt(share * (1.0 - share) / total)
