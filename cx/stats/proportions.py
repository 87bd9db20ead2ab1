"""Shares of a whole: CSAT top-two-box, response rate, retention, repeat rate."""

from __future__ import annotations

import math

from cx.stats.clusters import INDEPENDENT, with_effect
from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few


def wilson_interval(
    successes: int, n: int, confidence: float = CONFIDENCE, *, design_effect: float = INDEPENDENT
) -> tuple[float, float]:
    """The population shares that are compatible with `successes` out of n.

    Formula: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), without continuity correction; with
    repeated answers n is the effective n / design_effect (see `clusters`).
    Returns (low, high), fractions within 0..1; low is exactly 0 at none, high exactly 1 at all.
    Raises ValueError unless 0 <= successes <= n, n > 0 and design_effect >= 1.
    Source: Wilson (1927), JASA 22:209-212; Korn & Graubard (1998), Survey Methodology 24:193-201.
    """
    if n <= 0:
        raise ValueError(f"n == {n}, must be > 0")
    if not 0 <= successes <= n:
        raise ValueError(f"successes == {successes}, must be between 0 and n == {n}")
    if design_effect < INDEPENDENT:
        raise ValueError(f"design_effect == {design_effect}, must be >= 1")
    # Dividing n by the effect is multiplying z^2 by it: all terms are in z^2 / n.
    z_squared = critical_z(confidence) ** 2 * design_effect
    centre = (successes + z_squared / 2.0) / (n + z_squared)
    spread = z_squared * (successes * (n - successes) / n + z_squared / 4.0)
    half_width = math.sqrt(spread) / (n + z_squared)
    low = 0.0 if successes == 0 else max(0.0, centre - half_width)
    high = 1.0 if successes == n else min(1.0, centre + half_width)
    return low, high


def wilson(
    successes: int, n: int, *, minimum: int = 1, design_effect: float = INDEPENDENT, repeated: str = "answers"
) -> Estimate:
    """The share of n that has a property, and how sure that is.

    Returns an Estimate in share (0..1) with the 95 % Wilson score interval; withheld when n is below
    `minimum`. design_effect: from `clusters` where one customer brings several of the n; it widens the interval
    and leaves value and n; repeated: what he brings, in words. Raises ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes == {successes}, must be between 0 and n == {n}")
    if refusal := too_few(n, minimum, unit="share"):
        return refusal
    low, high = wilson_interval(successes, n, design_effect=design_effect)
    method = with_effect("Wilson score", design_effect, repeated)
    return bounded(successes / n, low, high, n=n, unit="share", method=method, low_bound=0.0, high_bound=1.0)
