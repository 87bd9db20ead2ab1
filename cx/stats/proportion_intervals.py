"""Intervals of a share that a statistician may ask for beside Wilson's, which the product shows (see `proportions`)."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE
from cx.stats.proportions import wilson_interval

ADDED_SUCCESSES, ADDED_TRIALS = 2, 4
"""Agresti and Coull's four pseudo-answers, half of them successes."""


def adjusted_wald(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wald interval after adding two successes and two failures: (low, high), clipped to 0..1.

    Formula: p +- z sqrt(p (1 - p) / (n + 4)), p = (successes + 2) / (n + 4). Raises ValueError unless
    0 <= successes <= n and n > 0. Source: Agresti & Coull (1998), The American Statistician 52:119-126.
    """
    _check(successes, n)
    share = (successes + ADDED_SUCCESSES) / (n + ADDED_TRIALS)
    half_width = critical_z(confidence) * math.sqrt(share * (1.0 - share) / (n + ADDED_TRIALS))
    return max(0.0, share - half_width), min(1.0, share + half_width)


def wilson_corrected(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval with Yates's continuity correction: (low, high) within 0..1, wider than without.

    Formula: (2 s + z^2 -+ (1 + z sqrt(z^2 -+ 2 - 1/n + 4 s (n - s +- 1) / n))) / (2 (n + z^2)), s = successes. Raises
    ValueError unless 0 <= successes <= n and n > 0. Source: Newcombe (1998), Statistics in Medicine 17:857-872,
    method 4.
    """
    _check(successes, n)
    z = critical_z(confidence)

    def end(sign: int) -> float:
        inside = z * z + sign * (2.0 - sign / n) + 4.0 * successes * (n - successes - sign) / n
        return (2.0 * successes + z * z + sign * (1.0 + z * math.sqrt(inside))) / (2.0 * (n + z * z))

    low = 0.0 if successes == 0 else max(0.0, end(-1))
    high = 1.0 if successes == n else min(1.0, end(1))
    return low, high


def exact(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Interval that covers at least as often as it says, whatever the share: (low, high) within 0..1.

    Formula: Beta quantiles, low that of (s, n - s + 1), high that of (s + 1, n - s). Raises ValueError unless
    0 <= successes <= n and n > 0. Source: Clopper & Pearson (1934), Biometrika 26:404-413.
    """
    _check(successes, n)
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if successes == 0 else float(special.betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(special.betaincinv(successes + 1, n - successes, 1.0 - tail))
    return low, high


INTERVALS: dict[str, Callable[[int, int, float], tuple[float, float]]] = {
    "Wilson score": wilson_interval,
    "Wilson score, continuity corrected": wilson_corrected,
    "adjusted Wald (Agresti-Coull)": adjusted_wald,
    "exact (Clopper-Pearson)": exact,
}
"""The name of an interval, as an estimate's method gives it -> the interval of (successes, n, confidence)."""


def _check(successes: int, n: int) -> None:
    if n <= 0:
        raise ValueError(f"n == {n}, must be > 0")
    if not 0 <= successes <= n:
        raise ValueError(f"successes == {successes}, must be between 0 and n == {n}")
