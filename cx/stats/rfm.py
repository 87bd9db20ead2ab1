"""Scores of recency, frequency and money: five steps made of the customers' own quintiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cx.stats.arrays import Counts, Floats

STEPS = 5


def edges(values: ArrayLike, steps: int = STEPS) -> Floats:
    """The steps - 1 values at which the next step begins.

    Formula: type-7 quantiles (linear interpolation) at 1/steps, 2/steps, ..., plus 1, in the unit of the values: what
    is below an edge stays below, so that equal values are never torn apart. Raises ValueError when there are no values,
    one is not finite, or steps < 2. Source: R package rfm (bins, rfm_table_order); quantiles: Hyndman & Fan (1996), The
    American Statistician 50:361-365.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or not found.size or not np.isfinite(found).all():
        raise ValueError("values must be flat, finite and at least one")
    if steps < 2:
        raise ValueError(f"steps == {steps}, must be >= 2")
    return np.asarray(np.quantile(found, np.arange(1, steps) / steps) + 1.0, dtype=np.float64)


def scores(values: ArrayLike, at: ArrayLike, *, low_is_best: bool = False) -> Counts:
    """The step of every value, 1 the worst: how many of the edges `at` it has reached, plus 1; turned for recency.

    low_is_best: few days since the last order are the best. Equal values have equal scores.
    """
    limits = np.asarray(at, dtype=np.float64)
    reached = np.searchsorted(limits, np.asarray(values, dtype=np.float64), side="right")
    return np.asarray(limits.size + 1 - reached if low_is_best else reached + 1, dtype=np.int64)
