"""The median of a histogram: time between orders, resolution time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from cx.stats.arrays import Counts, Floats
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few

# Of five values even smallest to largest misses the median more than 5 % of the time: 2 * 0.5^5 = 6.25 %.
SMALLEST_N = 6


def weighted_median(values: ArrayLike, counts: ArrayLike, *, unit: str = "days", minimum: int = SMALLEST_N) -> Estimate:
    """The value below which half of the values lie.

    values, counts: one entry per bin of the histogram, in any order; counts are whole and >= 0. Costs time
    and memory by the number of bins, not of the values, and equals the median of the values written out.
    Interval: from the l-th smallest to the l-th largest value, l the 2.5 % quantile of Binomial(n, 1/2); it
    assumes no distribution and covers at least 95 %. Returns an Estimate in `unit`; withheld when n is below
    `minimum` (never less than 6: see SMALLEST_N). Raises ValueError when lengths differ, a count is negative
    or not whole, or a value is not finite. Source: David & Nagaraja (2003), Order Statistics, 3rd ed., sec.
    7.1.
    """
    bins, cumulative = _histogram(values, counts)
    n = int(cumulative[-1]) if cumulative.size else 0
    if refusal := too_few(n, max(SMALLEST_N, minimum), unit=unit):
        return refusal
    rank = int(stats.binom.ppf((1.0 - CONFIDENCE) / 2.0, n, 0.5))
    ranks = np.array([rank, (n + 1) // 2, n // 2 + 1, n + 1 - rank])
    low, lower_middle, upper_middle, high = bins[np.searchsorted(cumulative, ranks)]
    value = float(lower_middle / 2.0 + upper_middle / 2.0)
    return bounded(value, float(low), float(high), n=n, unit=unit, method="binomial order statistics")


def _histogram(values: ArrayLike, counts: ArrayLike) -> tuple[Floats, Counts]:
    """Bins in ascending order and the number of values up to and with each."""
    bins, weights = np.asarray(values, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if bins.ndim != 1 or bins.shape != weights.shape:
        raise ValueError(f"values has shape {bins.shape}, counts {weights.shape}, must be equal and flat")
    if not np.isfinite(bins).all():
        raise ValueError("values must be finite")
    if not (np.isfinite(weights) & (weights >= 0.0) & (weights == np.floor(weights))).all():
        raise ValueError("counts must be whole numbers >= 0")
    order = np.argsort(bins, kind="stable")
    return bins[order], np.cumsum(weights[order].astype(np.int64))
