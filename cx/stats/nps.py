"""Net Promoter Score: %9-10 minus %0-6, its intervals, and the difference of two scores.

The product shows the adjusted Wald interval; `wald` and `score_interval` are here so that it can be held against both,
as published.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from scipy import optimize

from cx.stats.clusters import INDEPENDENT, with_effect
from cx.stats.contrast import Contrast
from cx.stats.critical_values import critical_t, critical_z, two_sided_p
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few

ADJUSTED_WALD = "adjusted Wald (Rocks 2016)"
POINTS = 100.0
# Rocks (2016) adds three answers: the weights that brought coverage closest to nominal in his simulations.
ADDED_PROMOTERS, ADDED_PASSIVES, ADDED_DETRACTORS = 0.75, 1.5, 0.75


class NpsCounts(NamedTuple):
    """Answers of 9-10, of 7-8 and of 0-6."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        """All answers."""
        return self.promoters + self.passives + self.detractors


def nps(
    promoters: int,
    passives: int,
    detractors: int,
    *,
    minimum: int = 1,
    design_effect: float = INDEPENDENT,
    customers: int | None = None,
) -> Estimate:
    """How many more promoters than detractors there are per hundred answers.

    Formula: 100 (promoters - detractors) / n. The value is the raw score; the interval is centred on the
    score with 3/4, 3/2 and 3/4 answers added, clipped to -100..100 and, where that leaves the raw score out,
    widened to it. design_effect: from `clusters` where customers answer repeatedly; the interval is that of
    so many times fewer answers, value and n stay. customers: who gave the answers; with fewer of them than answers the
    interval reaches t with customers - 1 standard errors, as in `ratios.ratio`, else z, as published. Returns an
    Estimate in points; withheld when n is below `minimum`. Raises ValueError on negative counts and effects below 1.
    Source: Rocks (2016), The American Statistician 70:365-372; effective n: Kish (1965), Survey Sampling, ch. 8.
    """
    counts = _checked(promoters, passives, detractors)
    if refusal := too_few(counts.n, minimum, unit="points"):
        return refusal
    low, high = adjusted_wald(promoters, passives, detractors, design_effect=design_effect)
    if customers is not None and 2 <= customers < counts.n:
        wider = critical_t(customers - 1) / critical_z()
        low, high = ((low + high) / 2.0 + side * wider * (high - low) / 2.0 for side in (-1.0, 1.0))
    return bounded(
        _points(counts),
        POINTS * low,
        POINTS * high,
        n=counts.n,
        unit="points",
        method=with_effect(ADJUSTED_WALD, design_effect),
        low_bound=-POINTS,
        high_bound=POINTS,
    )


def wald(promoters: int, passives: int, detractors: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Plain Wald interval on -1..1, unclipped: of zero width when all answers are of one class."""
    centre, error = _moments(_checked(promoters, passives, detractors), adjusted=False)
    half_width = critical_z(confidence) * error
    return centre - half_width, centre + half_width


def adjusted_wald(
    promoters: int,
    passives: int,
    detractors: int,
    confidence: float = CONFIDENCE,
    *,
    design_effect: float = INDEPENDENT,
) -> tuple[float, float]:
    """Wald interval on -1..1 after adding 3/4, 3/2, 3/4 answers, unclipped: it may leave -1..1."""
    if design_effect < INDEPENDENT:
        raise ValueError(f"design_effect == {design_effect}, must be >= 1")
    centre, error = _moments(_checked(promoters, passives, detractors), adjusted=True, design_effect=design_effect)
    half_width = critical_z(confidence) * error
    return centre - half_width, centre + half_width


def score_interval(
    promoters: int, passives: int, detractors: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Score interval on -1..1: every true score that a score test would not reject.

    The ends solve (nps - d)^2 = z^2 var(d) / n, var(d) being the variance under the likeliest shares of
    promoters and detractors that differ by d. Stays within -1..1 and holds the raw score. Source: Rocks
    (2016), iterative score; the restricted shares as in Tango (1998), Statistics in Medicine 17:891.
    """
    counts = _checked(promoters, passives, detractors)
    value, _error = _moments(counts, adjusted=False)
    z_squared = critical_z(confidence) ** 2

    def excess(true_score: float) -> float:
        return (value - true_score) ** 2 - z_squared * _restricted_variance(counts, true_score) / counts.n

    return _crossing(excess, value, -1.0), _crossing(excess, value, 1.0)


def difference(first: NpsCounts, second: NpsCounts, *, adjusted: bool = True, minimum: int = 1) -> Contrast:
    """By how many points the first score exceeds the second, and whether that could be chance.

    The value is the raw difference, signed, -200..200 points; interval, standard error and p value come from
    the adjusted Wald moments of both (from the plain ones when `adjusted` is False). n: the answers of both.
    Withheld when either side is below `minimum`. Source: Rocks (2016).
    """
    first, second = _checked(*first), _checked(*second)
    for counts in (first, second):
        if refusal := too_few(counts.n, minimum, unit="points"):
            return Contrast(refusal)
    (centre_1, error_1), (centre_2, error_2) = _moments(first, adjusted), _moments(second, adjusted)
    centre, error = centre_1 - centre_2, math.hypot(error_1, error_2)
    half_width = critical_z() * error
    estimate = bounded(
        _points(first) - _points(second),
        POINTS * (centre - half_width),
        POINTS * (centre + half_width),
        n=first.n + second.n,
        unit="points",
        method=ADJUSTED_WALD if adjusted else "Wald",
        low_bound=-2 * POINTS,
        high_bound=2 * POINTS,
    )
    return Contrast(estimate, POINTS * error, None, two_sided_p(centre / error) if error > 0.0 else None)


def _checked(promoters: int, passives: int, detractors: int) -> NpsCounts:
    for name, count in (("promoters", promoters), ("passives", passives), ("detractors", detractors)):
        if count < 0:
            raise ValueError(f"{name} == {count}, must be >= 0")
    return NpsCounts(promoters, passives, detractors)


def _points(counts: NpsCounts) -> float:
    """The raw score."""
    return POINTS * (counts.promoters - counts.detractors) / counts.n


def _moments(counts: NpsCounts, adjusted: bool, design_effect: float = INDEPENDENT) -> tuple[float, float]:
    """Score on -1..1 and its standard error, from p + d - (p - d)^2; of counts / design_effect answers."""
    weight = 1.0 if adjusted else 0.0
    n = counts.n / design_effect + weight * (ADDED_PROMOTERS + ADDED_PASSIVES + ADDED_DETRACTORS)
    if n <= 0:
        raise ValueError(f"n == {counts.n}, must be > 0")
    promoters = (counts.promoters / design_effect + weight * ADDED_PROMOTERS) / n
    detractors = (counts.detractors / design_effect + weight * ADDED_DETRACTORS) / n
    score = promoters - detractors
    return score, math.sqrt(max(0.0, promoters + detractors - score**2) / n)


def _restricted_variance(counts: NpsCounts, true_score: float) -> float:
    """Variance of one answer under the maximum-likelihood shares with promoters - detractors = true_score."""
    n, gain, loss = counts.n, counts.promoters, counts.detractors
    linear = (2 * n - gain + loss) * true_score - gain - loss
    constant = -loss * true_score * (1.0 - true_score)
    detractors = (math.sqrt(max(0.0, linear**2 - 8 * n * constant)) - linear) / (4 * n)
    return max(0.0, 2.0 * detractors + true_score * (1.0 - true_score))


def _crossing(excess: Callable[[float], float], value: float, end: float) -> float:
    """Where `excess` turns positive between the raw score and an end of the scale."""
    # All answers in one class make excess zero at the raw score itself, so the search starts just beside it.
    start = value + math.copysign(1e-9, end)
    if (end - start) * end <= 0.0 or excess(end) <= 0.0:
        return end
    return float(optimize.brentq(excess, start, end, xtol=1e-12))
