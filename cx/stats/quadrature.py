"""Expectations and integrals without a closed form that holds for every parameter: nodes, weights, interpolation."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from numpy.polynomial import chebyshev
from scipy import linalg

from cx.stats.arrays import Floats

# Rows worked on at once: the arrays in between stay in the processor's cache, and products over them below the size
# from which the linear algebra library starts threads, which wait for each other when the machine is busy.
BLOCK = 2_048


@lru_cache(maxsize=4_096)  # a figure for several horizons asks for the same ones again
def beta_nodes(a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Points in (0, 1) and weights summing to 1, so that the mean of f(p) over p ~ Beta(a, b) is sum w f(p).

    Gauss-Jacobi: exact for polynomials below degree 2n. By the eigenvalues of the recurrence, which neither
    overflows for large a and b nor fails for small ones. Source: Golub & Welsch (1969), Math. Comp. 23:221-230.
    """
    k = np.arange(1, n, dtype=float)
    at_one, at_zero = b - 1.0, a - 1.0
    total = 2.0 * k + at_one + at_zero
    difference = (at_zero - at_one) * (at_zero + at_one)
    diagonal = np.concatenate([[(at_zero - at_one) / (a + b)], difference / (total * (total + 2.0))])
    # k + at_one + at_zero over total - 1 is 1 at k = 1, also where both are 0.
    shared = np.ones_like(k)
    shared[1:] = (k[1:] + at_one + at_zero) / (total[1:] - 1.0)
    squares = 4.0 * k * (k + at_one) * (k + at_zero) * shared / (total**2 * (total + 1.0))
    points, vectors = linalg.eigh_tridiagonal(diagonal, np.sqrt(squares))
    weights = vectors[0] ** 2
    return np.clip((1.0 + points) / 2.0, 0.0, 1.0), weights / weights.sum()


@lru_cache(maxsize=4)
def legendre_nodes(n: int) -> tuple[Floats, Floats]:
    """Points in (0, 1) and weights summing to 1: the integral of f over (0, 1) is sum w f(u)."""
    points, weights = np.polynomial.legendre.leggauss(n)
    return (1.0 + points) / 2.0, weights / 2.0


@lru_cache(maxsize=4)
def _chebyshev(n: int) -> tuple[Floats, Floats]:
    """Chebyshev points, n of them, and what turns values there into coefficients of polynomials orthogonal on them."""
    points = chebyshev.chebpts1(n)
    shares = 2.0 * chebyshev.chebvander(points, n - 1).T / n
    shares[0] /= 2.0
    return points, shares


def falls_at_ends(factors: npt.ArrayLike) -> Floats:
    """A sum by stretches of time, turned into one by their ends: each counts with the fall of the factor there."""
    weights = np.asarray(factors, dtype=float)
    return np.asarray(-np.diff(weights, append=0.0, axis=-1))


def interpolated(function: Callable[[Floats], Floats], at: Floats, n: int) -> Floats:
    """A smooth function at many places from its values at n Chebyshev points between the first and the last.

    function: places -> one value for each, or several: (..., places). Where there are no more than n places, itself.
    """
    if at.size <= n or float(np.ptp(at)) == 0.0:
        return function(at) if at.size <= n else np.repeat(function(at[:1]), at.size, axis=-1)
    low, high = float(at.min()), float(at.max())
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    points, to_coefficients = _chebyshev(n)
    values = function(middle + half * points)
    coefficients = to_coefficients @ np.moveaxis(values, -1, 0)
    found = np.empty((*values.shape[:-1], at.size))
    for first in range(0, at.size, BLOCK):
        block = slice(first, first + BLOCK)
        found[..., block] = chebyshev.chebval((at[block] - middle) / half, coefficients)
    return found
