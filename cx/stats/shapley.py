"""LMG: R² shared out among predictors by their average gain over all orders in which they could enter (Shapley)."""

from __future__ import annotations

import math

import numpy as np

from cx.stats.arrays import Floats

MOST_DRIVERS = 12
"""4,096 subsets: beyond that the time doubles with every driver."""
SINGULAR = 1e-9
"""A predictor of which no larger part of its variance is its own repeats those before it."""


def r_squared_of_subsets(correlations: Floats) -> Floats:
    """How much of y does every subset of the predictors explain?

    correlations: (..., k + 1, k + 1), the last row and column those of y; a predictor without spread has a row of
    zeros. Returns (..., 2^k): bit j of the index says whether predictor j is in. A predictor that repeats those before
    it adds nothing, which is the R² by pseudo-inverse. Raises ValueError when k is not 1 to 12.
    Source: Gaussian elimination, one step per predictor (Beaton 1964, ETS RB-64-51).
    """
    k = correlations.shape[-1] - 1
    if not 1 <= k <= MOST_DRIVERS:
        raise ValueError(f"k == {k}, must be 1 to {MOST_DRIVERS}")
    left = correlations[..., np.newaxis, :, :]
    for _driver in range(k):
        pivot, edge, rest = left[..., :1, :1], left[..., 1:, :1], left[..., 1:, 1:]
        own = pivot > SINGULAR
        explained = edge * np.swapaxes(edge, -1, -2) / np.where(own, pivot, 1.0)
        left = np.concatenate([rest, rest - np.where(own, explained, 0.0)], axis=-3)
    return np.clip(1.0 - left[..., 0, 0], 0.0, 1.0)


def lmg(subsets: Floats) -> Floats:
    """Each predictor's part of R²: its average gain over all k! orders of entry.

    Formula: sum over the subsets S without j of |S|! (k - |S| - 1)! / k! (R²(S and j) - R²(S)). subsets: (..., 2^k) of
    `r_squared_of_subsets`. Returns (..., k); the parts sum to R² of all. Source: Lindeman, Merenda & Gold (1980);
    Grömping (2006), J. Stat. Software 17(1).
    """
    k = subsets.shape[-1].bit_length() - 1
    members = (np.arange(2**k)[:, np.newaxis] >> np.arange(k)) & 1
    sizes = members.sum(axis=1)
    chance = np.array([math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k) for s in range(k)] + [0.0])
    weights = np.where(members == 1, chance[sizes - 1][:, np.newaxis], -chance[sizes][:, np.newaxis])
    parts: Floats = subsets @ weights
    return np.maximum(parts, 0.0)
