"""The mean of few or skewed values, its interval found by resampling them: BCa, the same figures every time."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from cx.stats.arrays import Counts, Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few, too_large
from cx.stats.means import mean, sample_variance

RESAMPLES = 2_000
METHOD = "BCa bootstrap, 2,000 resamples"
# Resamples of so few values cannot reach the tails: a bootstrap interval of them is too short (Hesterberg 2015, 4.1).
FEWEST_VALUES = 8
# With more values the mean is normal enough unless they are very skewed: the t interval serves, at no cost.
MOST_VALUES = 500


def bca_mean(
    values: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    minimum: int = 2,
    unit: str = "score",
    low_bound: float | None = None,
    high_bound: float | None = None,
) -> Estimate:
    """The average of values that may be few or skewed (amounts, days), and how sure it is.

    values: finite numbers, one each; with weights (whole counts >= 0) a value stands for so many. Order does not
    matter. From 8 to 500 values: bias-corrected accelerated bootstrap, clipped to the bounds; fewer, more, or all
    equal: as `means.mean`, and the method says so. The seed is made of the values, so that the same values give the
    same figures. Returns an Estimate in `unit`; withheld when n is below `minimum` (never less than 2). Raises
    ValueError when shapes differ, a value is not finite or a weight is no whole number >= 0.
    Source: Efron (1987), JASA 82:171-185; small n: Hesterberg (2015), The American Statistician 69:371-386.
    """
    bins, counts = grouped(values, weights)
    n = int(counts.sum())
    if refusal := too_few(n, max(2, minimum), unit=unit):
        return refusal
    furthest = float(np.abs(bins).max())
    if refusal := too_large(furthest * furthest * n, n=n, unit=unit):
        return refusal
    total, squares = float(bins @ counts), float((bins * bins) @ counts)
    if not FEWEST_VALUES <= n <= MOST_VALUES or sample_variance(n, total, squares) == 0.0:
        return mean(n, total, squares, low_bound=low_bound, high_bound=high_bound, unit=unit, minimum=minimum)
    written_out = np.repeat(bins, counts)
    generator = np.random.default_rng(content_seed(bins, counts))
    resampled = written_out[generator.integers(n, size=(RESAMPLES, n))].mean(axis=1)
    left_out = (total - written_out) / (n - 1)
    low, high = bca_interval(total / n, resampled, left_out)
    return bounded(total / n, low, high, n=n, unit=unit, method=METHOD, low_bound=low_bound, high_bound=high_bound)


def bca_interval(
    value: float, resampled: ArrayLike, left_out: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Bias-corrected accelerated interval of any statistic: (low, high), in the statistic's unit.

    value: the statistic of the sample. resampled: of each resample, shape (resamples,). left_out: of the sample
    without each of its values in turn (jackknife), shape (n,). Formula: z0 = Phi^-1(share of resamples below the value,
    ties counting half); a = sum d^3 / (6 (sum d^2)^1.5), d = mean of left_out - left_out; the ends are the resamples'
    quantiles at Phi(z0 + (z0 +- z) / (1 - a (z0 +- z))). Without any spread both ends are the value. Raises ValueError
    when there is nothing to resample from or a number is not finite. Source: Efron (1987), JASA 82:171-185, eq. 2.3;
    a from the jackknife: Efron & Tibshirani (1993), An Introduction to the Bootstrap, eq. 14.15.
    """
    replicates, jackknife = np.asarray(resampled, dtype=np.float64), np.asarray(left_out, dtype=np.float64)
    if not replicates.size or not jackknife.size:
        raise ValueError("resampled and left_out must not be empty")
    if not (np.isfinite(replicates).all() and np.isfinite(jackknife).all()):
        raise ValueError("resampled and left_out must be finite")
    if replicates.min() == replicates.max():
        return value, value
    below = (np.count_nonzero(replicates < value) + np.count_nonzero(replicates <= value)) / (2.0 * replicates.size)
    # Where the value lies beyond every resample, half a resample is what can be said of the rest.
    edge = 0.5 / replicates.size
    bias = float(special.ndtri(min(max(below, edge), 1.0 - edge)))
    speed, z = acceleration(jackknife), critical_z(confidence)
    low, high = np.quantile(replicates, [_level(bias, speed, -z), _level(bias, speed, z)])
    return float(low), float(high)


def acceleration(left_out: Floats) -> float:
    """How fast the standard error changes with the statistic: a sixth of the jackknife's skewness, 0 without spread."""
    gaps = left_out.mean() - left_out
    furthest = float(np.abs(gaps).max())
    if furthest == 0.0:
        return 0.0
    # In units of the furthest, so that cubes neither vanish nor leave the range of doubles.
    gaps = gaps / furthest
    return float((gaps**3).sum() / (6.0 * float(gaps @ gaps) ** 1.5))


def grouped(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Counts]:
    """Distinct values in ascending order and how often each occurs. Raises ValueError as `bca_mean` says."""
    found = np.asarray(values, dtype=np.float64)
    counts = np.ones(found.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    if found.ndim != 1 or found.shape != counts.shape:
        raise ValueError(f"values has shape {found.shape}, weights {counts.shape}, must be equal and flat")
    if not np.isfinite(found).all():
        raise ValueError("values must be finite")
    if not (np.isfinite(counts) & (counts >= 0.0) & (counts == np.floor(counts))).all():
        raise ValueError("weights must be whole numbers >= 0")
    bins, place = np.unique(found[counts > 0], return_inverse=True)
    return bins, np.bincount(place, weights=counts[counts > 0], minlength=bins.size).astype(np.int64)


def content_seed(*arrays: NDArray[np.generic]) -> int:
    """A seed made of the data themselves: the same data give the same resamples on every machine."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return int.from_bytes(digest.digest()[:8], "little")


def _level(bias: float, speed: float, z: float) -> float:
    """The level of the quantile that stands for z; at the end of the scale where the acceleration leaves none."""
    room = 1.0 - speed * (bias + z)
    if room <= 0.0:
        return 1.0 if z > 0.0 else 0.0
    return float(special.ndtr(bias + (bias + z) / room))
