"""Key drivers: what part of a score's variation goes with each of the things rated, and what can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from cx.language import _
from cx.stats.arrays import Counts, Floats
from cx.stats.bootstrap import bca_interval
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, withheld
from cx.stats.relative_weights import coefficients, relative_weights, variance_inflation
from cx.stats.resampling import RESAMPLES, correlation_matrix, in_order, resampled_correlations
from cx.stats.shapley import lmg, r_squared_of_subsets

Ends = tuple[float | None, float | None]
"""The ends of a scale, None where it has none."""

TAILS = ((1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0)
PERCENTILE = f"percentile bootstrap, {RESAMPLES:,} resamples"
CORRECTED = f"bias-corrected bootstrap, {RESAMPLES:,} resamples"
"""R² of resamples is too high, which is corrected for; shares of it are not, and correcting them covers less often."""
ANSWERS_PER_DRIVER = 5
"""With fewer answers than this per driver a regression fits noise: R² of nothing is k / (n - 1)."""
REPEATED = 1e-6
"""Part of a driver's variance below which it is no more than the others say already."""
NO_ACCELERATION = np.zeros(1)


@dataclass(frozen=True, slots=True)
class Driver:
    """What one driver has to do with the score. weight, lmg: its share of R² by Johnson and by Shapley, and raw_*: in
    units of R². coefficient: standardised, with its sign. inflation: VIF. correlation: with the score, by itself.
    """

    weight: Estimate
    lmg: Estimate
    coefficient: Estimate
    inflation: Estimate
    correlation: float
    raw_weight: float
    raw_lmg: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """All drivers of a score. r_squared: what they explain together. correlations: (k, k) among the drivers.

    alike: pairs of drivers that cannot be told apart. unranked: runs of drivers, heaviest first, none of which can be
    ranked apart from the first of its run. refused: why there are no shares; drivers is then empty.
    """

    n: int
    r_squared: Estimate
    drivers: tuple[Driver, ...] = ()
    correlations: Floats | None = None
    alike: tuple[tuple[int, int], ...] = ()
    unranked: tuple[tuple[int, ...], ...] = ()
    refused: str = ""


def key_drivers(score: Floats, ratings: Floats, counts: Counts, *, minimum: int = 2) -> Drivers:
    """What part of the score's variation goes with each rating?

    score: (cells,), ratings: (cells, k) with 1 <= k <= 12: the distinct answers, all of them given. counts: (cells,),
    the customers of each. Relative weights (Johnson), LMG (Shapley) and standardised coefficients of the linear
    regression; intervals from resampled customers. Refused below the minimum or five customers per
    driver, when the score or every rating is the same for all, and when R² is no more than chance gives (F test): then
    there is nothing to share out. Raises ValueError when shapes do not fit.
    Source: Johnson (2000), Multivariate Behavioral Research 35:1-19; Grömping (2006), J. Stat. Software 17(1);
    intervals: Tonidandel, LeBreton & Johnson (2009), Psychological Methods 14:387-399.
    """
    if ratings.ndim != 2 or not len(score) == len(ratings) == len(counts):
        raise ValueError(f"shapes {score.shape}, {ratings.shape}, {counts.shape} do not fit")
    n, k = int(counts.sum()), ratings.shape[1]
    if reason := _cannot(score, ratings, n, max(minimum, ANSWERS_PER_DRIVER * k)):
        return Drivers(n, withheld(reason, n=n, unit="share"), refused=reason)
    values, counts = in_order(np.column_stack([ratings, score]).astype(np.float64), counts)
    matrix, drawn = correlation_matrix(values, counts), resampled_correlations(values, counts)
    parts, drawn_parts = _parts(matrix[np.newaxis]), _parts(drawn)
    r_squared = _corrected(float(parts.r_squared[0]), drawn_parts.r_squared, n, "share", (0.0, 1.0))
    rank = int(np.linalg.matrix_rank(matrix[:-1, :-1], tol=REPEATED))
    if reason := _only_chance(float(parts.r_squared[0]), rank, n):
        return Drivers(n, r_squared, correlations=matrix[:-1, :-1], refused=reason)
    found = tuple(_driver(j, matrix, parts, drawn_parts, n) for j in range(k))
    alike = tuple((i, j) for i in range(k) for j in range(i + 1, k) if abs(matrix[i, j]) > 1.0 - REPEATED)
    unranked = _unranked(parts.weights[0], drawn_parts.weights)
    return Drivers(n, r_squared, found, matrix[:-1, :-1], alike, unranked)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Everything computed from correlation matrices, with a leading axis of matrices."""

    r_squared: Floats
    weights: Floats
    lmg: Floats
    coefficients: Floats
    inflation: Floats


def _parts(matrices: Floats) -> _Parts:
    subsets = r_squared_of_subsets(matrices)
    of = (relative_weights(matrices), lmg(subsets), coefficients(matrices), variance_inflation(matrices))
    return _Parts(subsets[:, -1], *of)


def _cannot(score: Floats, ratings: Floats, n: int, least: int) -> str:
    """Why there is nothing to estimate; empty when there is."""
    if n == 0:
        return _("no data: n = 0")
    if n < least:
        return _("too few: n = {n}, at least {minimum} needed").format(n=n, minimum=least)
    if score.min() == score.max():
        return _("all answers to be explained are equal")
    if (ratings.min(axis=0) == ratings.max(axis=0)).all():
        return _("every rating is the same for all")
    return ""


def _only_chance(r_squared: float, rank: int, n: int) -> str:
    """Why R² is not shared out: the F test of all coefficients does not tell it from chance; empty when it does."""
    if r_squared >= 1.0:
        return ""
    f = (r_squared / rank) / ((1.0 - r_squared) / (n - rank - 1))
    if special.fdtrc(rank, n - rank - 1, f) <= 1.0 - CONFIDENCE:
        return ""
    reason = _("together the ratings explain no more than chance would (R² = {share}): nothing to share out")
    return reason.format(share=f"{r_squared:.1%}")


def _driver(j: int, matrix: Floats, parts: _Parts, drawn: _Parts, n: int) -> Driver:
    if matrix[j, j] == 0.0:
        same = [withheld(_("this rating is the same for all"), n=n, unit=unit) for unit in ("share", "ratio")]
        return Driver(same[0], same[0], same[1], same[1], 0.0, 0.0, 0.0)
    r_squared = parts.r_squared[0]
    return Driver(
        weight=_estimate(float(parts.weights[0, j] / r_squared), _shares(drawn.weights, j), n, "share", (0.0, 1.0)),
        lmg=_estimate(float(parts.lmg[0, j] / r_squared), _shares(drawn.lmg, j), n, "share", (0.0, 1.0)),
        coefficient=_estimate(float(parts.coefficients[0, j]), drawn.coefficients[:, j], n, "ratio", (None, None)),
        inflation=_inflation(float(parts.inflation[0, j]), drawn.inflation[:, j], n),
        correlation=float(matrix[j, -1]),
        raw_weight=float(parts.weights[0, j]),
        raw_lmg=float(parts.lmg[0, j]),
    )


def _inflation(value: float, drawn: Floats, n: int) -> Estimate:
    if value > 1.0 / REPEATED:
        return withheld(_("it can be computed from the other ratings"), n=n, unit="ratio")
    return _corrected(value, drawn, n, "ratio", (1.0, None))


def _shares(raw: Floats, j: int) -> Floats:
    """Driver j's shares in the resamples; an even share where a resample explains nothing."""
    total = raw.sum(axis=1)
    even = np.full(len(raw), 1.0 / raw.shape[1])
    shares: Floats = np.divide(raw[:, j], total, out=even, where=total > 0.0)
    return shares


def _estimate(value: float, drawn: Floats, n: int, unit: str, ends: Ends) -> Estimate:
    low, high = np.quantile(drawn, TAILS)
    return bounded(value, low, high, n=n, unit=unit, method=PERCENTILE, low_bound=ends[0], high_bound=ends[1])


def _corrected(value: float, drawn: Floats, n: int, unit: str, ends: Ends) -> Estimate:
    low, high = bca_interval(value, drawn, NO_ACCELERATION)
    return bounded(value, low, high, n=n, unit=unit, method=CORRECTED, low_bound=ends[0], high_bound=ends[1])


def _unranked(weights: Floats, drawn: Floats) -> tuple[tuple[int, ...], ...]:
    """Runs in the ranking, heaviest first: the interval of the difference in weight to the run's first holds zero."""
    runs: list[list[int]] = []
    # Rounded, so that drivers of the same weight keep their order whatever the last digit of the machine says.
    for j in (int(place) for place in np.argsort(-np.round(weights, 12), kind="stable")):
        if runs:
            first = runs[-1][0]
            if np.quantile(drawn[:, first] - drawn[:, j], TAILS[0]) <= 0.0:
                runs[-1].append(j)
                continue
        runs.append([j])
    return tuple(tuple(run) for run in runs if len(run) > 1)
