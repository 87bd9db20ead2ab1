"""Columns made ready for regression: centred, scaled, and without those that say nothing of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from cx.stats.arrays import Matrix, Places, Vector

# Numbers, and products of one block with itself, worked on at a time. Blocks this small stay in the processor's cache,
# and the linear algebra library does them on the spot: handed to its threads, they would wait for busy cores.
BLOCK_NUMBERS, BLOCK_PRODUCTS = 9_000, 250_000
FILLED_AT_ONCE = 8_192
# A column whose spread is below this share of its size is constant but for rounding.
CONSTANT = 1e-12
# A column of which less than this share is left when the columns before it are known is a copy of them.
COPY = 1e-9


@dataclass(frozen=True, slots=True)
class Design:
    """Standardised columns. values: (n, k + 1), ones first, then columns with mean 0 and deviation 1 (divisor n).

    names: of the k columns. centre, scale: (k,), what was taken off and divided by. dropped: names of the columns left
    out because they are constant or follow from the columns before them. products: values' values, (k + 1, k + 1).
    """

    values: Matrix
    names: tuple[str, ...]
    centre: Vector
    scale: Vector
    dropped: tuple[str, ...]
    products: Matrix

    @property
    def n(self) -> int:
        """Rows."""
        return int(self.values.shape[0])


def blocks(n: int, width: int) -> Iterator[slice]:
    """The rows 0..n of a table with so many columns, in pieces that are worked on at a time."""
    size = max(16, min(BLOCK_NUMBERS // max(width, 1), BLOCK_PRODUCTS // max(width, 1) ** 2))
    return (slice(start, min(start + size, n)) for start in range(0, n, size))


def standardised(columns: Matrix | Sequence[Vector], names: Sequence[str]) -> Design:
    """Columns with mean 0 and spread 1, those first named kept when one follows from others.

    columns: (n, k), or k columns of n, any finite numbers, at least one column. Raises ValueError for numbers that are
    not finite or names that do not fit.
    """
    each = list(columns.T) if isinstance(columns, np.ndarray) else list(columns)
    if len(each) != len(names) or not each:
        raise ValueError(f"{len(each)} columns and {len(names)} names do not fit")
    n = len(each[0])
    centre = np.array([column.mean() for column in each])
    if not np.isfinite(centre).all():
        raise ValueError("columns must be finite numbers")
    scale = np.array([column.std() for column in each])
    varies = np.flatnonzero(scale > CONSTANT * np.maximum(np.abs(centre), 1e-300))
    values, products = np.empty((n, len(varies) + 1)), np.zeros((len(varies) + 1,) * 2)
    values[:, 0] = 1.0
    for start in range(0, n, FILLED_AT_ONCE):
        block = values[start : start + FILLED_AT_ONCE]
        for place, at in enumerate(varies, start=1):
            block[:, place] = (each[at][start : start + FILLED_AT_ONCE] - centre[at]) / scale[at]
    for rows in blocks(*values.shape):
        products += values[rows].T @ values[rows]
    own = independent(products[1:, 1:])
    kept = varies[own]
    if len(own) < len(varies):
        places = np.concatenate([[0], own + 1])
        values, products = np.ascontiguousarray(values[:, places]), products[np.ix_(places, places)]
    dropped = tuple(name for at, name in enumerate(names) if at not in set(kept))
    return Design(values, tuple(names[at] for at in kept), centre[kept], scale[kept], dropped, products)


def independent(products: Matrix) -> Places:
    """Which columns do not follow from those before them.

    products: (k, k) cross-products. Formula: Cholesky, a column at a time; left out when less than COPY of its square
    is its own. Returns the positions in order.
    """
    kept: list[int] = []
    factor = np.zeros_like(products)
    for at in range(len(products)):
        if products[at, at] <= 0.0:
            continue
        size = len(kept)
        row = linalg.solve_triangular(factor[:size, :size], products[kept, at], lower=True) if size else np.empty(0)
        own = products[at, at] - float(row @ row)
        if own <= COPY * products[at, at]:
            continue
        factor[size, :size], factor[size, size] = row, np.sqrt(own)
        kept.append(at)
    return np.array(kept, dtype=np.intp)


def inverse(products: Matrix) -> Matrix:
    """Inverse of cross-products, with zeros for columns that follow from others: their coefficients become 0."""
    kept = independent(products)
    result = np.zeros_like(products)
    if len(kept):
        part = products[np.ix_(kept, kept)]
        result[np.ix_(kept, kept)] = linalg.cho_solve(linalg.cho_factor(part), np.eye(len(kept)))
    return result


def inflation(design: Design, name: str) -> float:
    """Variance inflation factor of a column: 1 / (1 - R^2) of its regression on all the others of the design.

    Infinite for a column that was left out. Source: Marquardt (1970), Technometrics 12:591-612.
    """
    if name not in design.names:
        return np.inf
    at = design.names.index(name) + 1
    return float(design.n * inverse(design.products)[at, at])
