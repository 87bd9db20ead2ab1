"""A change split into parts, each with its interval: mix, rate and interaction of segments.

The values are those of `cx.stats.contribution`, exact; this room says how far they could have come out differently.
Every part is a smooth function of the totals of both periods, so its variance follows from how the totals vary over
customers (delta method): with g the gradient and t the vector of one customer's totals, the variance is the sum over
customers of (g't)^2. That takes in that a customer answers repeatedly, is in several segments, and is there in both
periods. Source: Deng, Knoblich & Lu (2018), KDD; Cochran (1977), Sampling Techniques, 3rd ed., ch. 6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from cx.stats.arrays import Floats
from cx.stats.contribution import Parts, Totals, mean_parts, on_one_grid, volume_parts
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.estimate import Estimate

KINDS = ("mix", "rate", "interaction")
METHOD = "delta method, clustered by customer over both periods"
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Table:
    """Totals y and x of K segments then (0) and now (1), and their products summed over customers.

    y0, x0, y1, x1: (K,). products: (4K, 4K), the sum over customers of t t', t being one customer's (y0, x0, y1, x1).
    customers: (K,), how many there are on the side that has fewer of them; degrees of freedom come from it.
    """

    y0: Floats
    x0: Floats
    y1: Floats
    x1: Floats
    products: Floats
    customers: Floats

    def sides(self) -> tuple[list[Totals], list[Totals]]:
        """Then and now as totals of segments."""
        return (
            [Totals(float(y), float(x)) for y, x in zip(self.y0, self.x0, strict=True)],
            [Totals(float(y), float(x)) for y, x in zip(self.y1, self.x1, strict=True)],
        )

    def widened(self, ends: Sequence[float]) -> Table:
        """The same with one more answer of each of the `ends` of the scale in the variance of every segment and side.

        Where all agree the spread seen is zero, and that is no proof that there is none; the values stay as they are.
        Source of the idea: Agresti & Caffo (2000), The American Statistician 54:280-288.
        """
        products, k = self.products.copy(), len(self.y0)
        for y, x, present in ((0, k, self.x0 > 0), (2 * k, 3 * k, self.x1 > 0)):
            for i in np.flatnonzero(present):
                products[y + i, y + i] += sum(end * end for end in ends)
                products[x + i, x + i] += len(ends)
                products[y + i, x + i] += sum(ends)
                products[x + i, y + i] += sum(ends)
        return Table(self.y0, self.x0, self.y1, self.x1, products, self.customers)


@dataclass(frozen=True, slots=True)
class Guests:
    """Revenue of orders without a known customer, per segment (K,): then, now, the sum of the squares of the orders of
    both periods, and how many orders that are. Each order is its own customer.
    """

    then: Floats
    now: Floats
    squares: Floats
    orders: Floats


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change. value: exact, on the grid of its change; error: its standard error; df: of its t."""

    value: float
    error: float
    df: float

    @property
    def p(self) -> float | None:
        """The two-sided p value of "this part is nothing": 1 of exactly nothing, None without a spread to judge by."""
        if self.value == 0.0:
            return 1.0
        return two_sided_p(self.value / self.error, self.df) if self.error > 0.0 else None

    def estimate(self, n: int, unit: str, furthest: float | None = None) -> Estimate:
        """The part with its 95 % interval, kept within -furthest..furthest."""
        if self.error <= 0.0:
            return Estimate(self.value, self.value, self.value, n, unit, "none: no spread")
        half = critical_t(self.df) * self.error
        far = math.inf if furthest is None else furthest
        low, high = max(self.value - half, min(-far, self.value)), min(self.value + half, max(far, self.value))
        return Estimate(self.value, low, high, n, unit, METHOD)


@dataclass(frozen=True, slots=True)
class Split:
    """A change in parts. by_segment: kind -> part per segment; sums: kind -> part over segments.

    Kinds: KINDS, `guests` for revenue, and `contribution`, all of a segment together. whole: the exact sum, the change.
    """

    by_segment: Mapping[str, tuple[Part, ...]]
    sums: Mapping[str, Part]
    whole: float


def split_mean(table: Table, scale: float = 1.0) -> Split:
    """Change of a mean of segments -> mix, rate and interaction. scale: 100 for points. See `mean_parts`.

    Raises ValueError when a side has no x at all.
    """
    return _split(_by_kind(mean_parts(*table.sides())), _mean_gradients(table), table, scale=scale)


def split_total(table: Table, guests: Guests) -> Split:
    """Change of a total of segments, x their customers -> mix, rate, interaction and guests. See `volume_parts`."""
    exact = _by_kind(volume_parts(*table.sides()))
    pairs = zip(guests.then, guests.now, strict=True)
    exact["guests"] = [Fraction(float(now)) - Fraction(float(then)) for then, now in pairs]
    return _split(exact, _volume_gradients(table), table, guests=guests)


def _by_kind(exact: Sequence[Parts]) -> dict[str, list[Fraction]]:
    return {kind: [getattr(parts, kind) for parts in exact] for kind in KINDS}


def _split(
    exact: Mapping[str, Sequence[Fraction]],
    gradients: Mapping[str, Floats],
    table: Table,
    *,
    scale: float = 1.0,
    guests: Guests | None = None,
) -> Split:
    k = len(table.y0)
    flat = on_one_grid([Fraction(scale) * part for parts in exact.values() for part in parts])
    values = {kind: flat[i * k : (i + 1) * k] for i, kind in enumerate(exact)}
    values["contribution"] = [math.fsum(values[kind][s] for kind in exact) for s in range(k)]
    slopes = {kind: scale * gradient for kind, gradient in gradients.items()}
    slopes["contribution"] = sum(slopes.values(), np.zeros((k, 4 * k)))
    df, by_segment, sums = np.maximum(table.customers - 1, 1.0), {}, {}
    for kind, found in values.items():
        slope = slopes.get(kind, np.zeros((k, 4 * k)))
        apart = guests.squares if guests and kind in ("guests", "contribution") else np.zeros(k)
        freedom = np.maximum(df, guests.orders - 1) if guests and kind in ("guests", "contribution") else df
        spread = np.hypot(errors(slope, table.products), np.sqrt(apart))
        by_segment[kind] = tuple(Part(v, float(e), float(d)) for v, e, d in zip(found, spread, freedom, strict=True))
        overall = float(errors(slope.sum(axis=0, keepdims=True), table.products)[0])
        error = math.hypot(overall, math.sqrt(float(apart.sum())))
        sums[kind] = Part(math.fsum(found), error, float(freedom.sum()))
    return Split(by_segment, sums, sums["contribution"].value)


def errors(gradients: Floats, products: Floats) -> Floats:
    """Standard errors of the rows of gradients; what rounding leaves of a variance of zero is zero."""
    variances = np.einsum("ij,jk,ik->i", gradients, products, gradients)
    sizes = np.einsum("ij,j->i", gradients**2, np.diag(products))
    return np.sqrt(np.where(variances > ROUNDING * sizes, variances, 0.0))


def _over(y: Floats, x: Floats) -> Floats:
    """The figure y / x, 0 where a segment is absent."""
    return np.divide(y, x, out=np.zeros_like(y), where=x > 0)


def _ratio_gradient(y: Floats, x: Floats, at: int) -> Floats:
    """Of m = y / x by all totals; `at`: 0 for then, 2 for now."""
    k, result = len(y), np.zeros((len(y), 4 * len(y)))
    one = _over(np.ones(k), x)
    result[:, at * k : (at + 1) * k] = np.diag(one)
    result[:, (at + 1) * k : (at + 2) * k] = np.diag(-_over(y, x) * one)
    return result


def _weight_gradient(x: Floats, at: int) -> Floats:
    """Of w = x / sum x by all totals."""
    k, result = len(x), np.zeros((len(x), 4 * len(x)))
    result[:, (at + 1) * k : (at + 2) * k] = (np.eye(k) - np.outer(x / x.sum(), np.ones(k))) / x.sum()
    return result


def _mean_gradients(t: Table) -> dict[str, Floats]:
    k = len(t.y0)
    w0, w1, m0, m1 = t.x0 / t.x0.sum(), t.x1 / t.x1.sum(), _over(t.y0, t.x0), _over(t.y1, t.x1)
    mean0 = float(t.y0.sum() / t.x0.sum())
    dw0, dw1 = _weight_gradient(t.x0, 0), _weight_gradient(t.x1, 2)
    dm0, dm1 = _ratio_gradient(t.y0, t.x0, 0), _ratio_gradient(t.y1, t.x1, 2)
    dmean = np.zeros((1, 4 * k))
    dmean[0, :k], dmean[0, k : 2 * k] = 1.0 / t.x0.sum(), -mean0 / t.x0.sum()
    both = ((t.x0 > 0) & (t.x1 > 0)).astype(float)[:, None]
    shift, moved = (w1 - w0)[:, None], (m1 - m0)[:, None]
    stayed = (m0 - mean0)[:, None] * (dw1 - dw0) + shift * (dm0 - dmean)
    came = (m1 - mean0)[:, None] * dw1 + w1[:, None] * (dm1 - dmean)
    left = (m0 - mean0)[:, None] * dw0 + w0[:, None] * (dm0 - dmean)
    return {
        "mix": both * stayed + (1 - both) * (came - left),
        "rate": both * (moved * dw0 + w0[:, None] * (dm1 - dm0)),
        "interaction": both * (moved * (dw1 - dw0) + shift * (dm1 - dm0)),
    }


def _volume_gradients(t: Table) -> dict[str, Floats]:
    k = len(t.y0)
    eye, none = np.eye(k), np.zeros((k, k))
    dy0, dx0, dy1, dx1 = (np.hstack([eye if i == at else none for i in range(4)]) for at in range(4))
    r0, r1 = _over(t.y0, t.x0)[:, None], _over(t.y1, t.x1)[:, None]
    dr0, dr1 = _ratio_gradient(t.y0, t.x0, 0), _ratio_gradient(t.y1, t.x1, 2)
    both = ((t.x0 > 0) & (t.x1 > 0)).astype(float)[:, None]
    more = (t.x1 - t.x0)[:, None]
    return {
        "mix": both * (r0 * (dx1 - dx0) + more * dr0) + (1 - both) * (dy1 - dy0),
        "rate": both * ((r1 - r0) * dx0 + t.x0[:, None] * (dr1 - dr0)),
        "interaction": both * ((r1 - r0) * (dx1 - dx0) + more * (dr1 - dr0)),
    }
