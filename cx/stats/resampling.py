"""Correlation matrices of resamples, from distinct answers and how many gave them: fast at any number of customers."""

from __future__ import annotations

import numpy as np

from cx.stats.arrays import Counts, Floats
from cx.stats.bootstrap import content_seed

RESAMPLES = 1_000
MOST_CELLS = 2_000
"""Up to so many distinct answers each is resampled by itself; of more, random groups of customers are."""
GROUPS = 1_000
AT_ONCE = 100
"""Groups whose answers are written out together."""
NO_SPREAD = 1e-12
PRIMES = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41], dtype=np.float64)
"""No two different rows of rational numbers have the same sum when each column is weighted by a prime's root."""


def in_order(values: Floats, counts: Counts) -> tuple[Floats, Counts]:
    """The same cells in an order that does not depend on how they came: a database gives them in any.

    values: (cells, k), k at most 13; counts: (cells,). One key per row, because a million rows are sorted by one key in
    a tenth of a second and by thirteen in one.
    """
    order = np.lexsort((counts, values @ np.sqrt(PRIMES[: values.shape[1]])))
    return values[order], counts[order]


def correlation_matrix(values: Floats, counts: Counts) -> Floats:
    """Correlations (k, k) of the columns of values (cells, k), each cell standing for so many customers.

    A column without spread has zeros, also on the diagonal.
    """
    rows = _centred(values, counts)
    moments: Floats = rows.T @ (rows * counts[:, np.newaxis])
    return _correlations(moments)


def resampled_correlations(values: Floats, counts: Counts, resamples: int = RESAMPLES) -> Floats:
    """Correlation matrices (resamples, k, k) of as many resamples of the customers, with replacement.

    values: (cells, k), the distinct answers; counts: (cells,), customers per cell. Up to 2,000 cells the multinomial
    bootstrap of the customers; beyond, customers are dealt at random into 1,000 groups and the groups are resampled: a
    sum over independent customers either way. The seed is made of the data, so that the same data give the same.
    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 6.
    """
    generator = np.random.default_rng(content_seed(values, counts))
    centred, n = _centred(values, counts), int(counts.sum())
    if len(counts) <= MOST_CELLS:
        units = _products(centred)
        draws = generator.multinomial(n, counts / n, size=resamples)
    else:
        units = _group_products(centred, generator.permutation(np.repeat(np.arange(len(counts)), counts)))
        draws = generator.multinomial(GROUPS, np.full(GROUPS, 1.0 / GROUPS), size=resamples)
    width = values.shape[1] + 1
    return _correlations((draws @ units.reshape(len(units), -1)).reshape(resamples, width, width))


def _centred(values: Floats, counts: Counts) -> Floats:
    """The columns about their means, after a column of ones; spread that is rounding of the mean is none."""
    mean = counts @ values / counts.sum()
    about = values - mean
    about[:, values.min(axis=0) == values.max(axis=0)] = 0.0
    return np.column_stack([np.ones(len(values)), about])


def _products(rows: Floats) -> Floats:
    return rows[:, :, np.newaxis] * rows[:, np.newaxis, :]


def _group_products(rows: Floats, dealt: Counts) -> Floats:
    """Sums of products (GROUPS, width, width) over groups of customers; dealt: the cell of every customer, shuffled."""
    size = -(-len(dealt) // GROUPS)
    places = np.full(GROUPS * size, len(rows), dtype=np.int64)
    places[: len(dealt)] = dealt
    padded = np.vstack([rows, np.zeros(rows.shape[1])])
    parts = []
    for first in range(0, GROUPS, AT_ONCE):
        answers = padded[places.reshape(size, GROUPS)[:, first : first + AT_ONCE]].transpose(1, 2, 0)
        parts.append(answers @ answers.transpose(0, 2, 1))
    return np.concatenate(parts)


def _correlations(moments: Floats) -> Floats:
    """Correlations from sums of (1, columns) x (1, columns), (..., k + 1, k + 1) -> (..., k, k)."""
    n, sums = moments[..., 0, 0], moments[..., 0, 1:]
    covariances = moments[..., 1:, 1:] - sums[..., :, np.newaxis] * sums[..., np.newaxis, :] / n[..., None, None]
    squares = np.diagonal(covariances, axis1=-2, axis2=-1)
    spread = squares > NO_SPREAD * np.maximum(np.diagonal(moments[..., 1:, 1:], axis1=-2, axis2=-1), 1e-300)
    scale = np.where(spread, 1.0 / np.sqrt(np.where(spread, squares, 1.0)), 0.0)
    correlations: Floats = covariances * scale[..., :, np.newaxis] * scale[..., np.newaxis, :]
    return correlations
