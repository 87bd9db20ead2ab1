"""Two-sided critical values: how many standard errors an interval of a given confidence reaches."""

from __future__ import annotations

from scipy import special

from cx.stats.estimate import CONFIDENCE


def critical_z(confidence: float = CONFIDENCE) -> float:
    """Standard normal critical value: 1.96 at 95 %. Raises ValueError outside (0, 1)."""
    return float(special.ndtri(_upper_tail(confidence)))


def critical_t(df: float, confidence: float = CONFIDENCE) -> float:
    """Student's t critical value for df > 0 degrees of freedom: 12.71 at 95 % with one."""
    if df <= 0:
        raise ValueError(f"df == {df}, must be > 0")
    return float(special.stdtrit(df, _upper_tail(confidence)))


def two_sided_p(statistic: float, df: float | None = None) -> float:
    """Chance, under no effect, of a statistic at least as far from zero; normal when df is None, else t."""
    tail = special.ndtr(-abs(statistic)) if df is None else special.stdtr(df, -abs(statistic))
    return min(1.0, 2.0 * float(tail))


def _upper_tail(confidence: float) -> float:
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence == {confidence}, must be between 0 and 1")
    return 0.5 + confidence / 2.0
