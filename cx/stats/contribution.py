"""Which part of a change comes from where, exactly: the parts sum to the whole to the last digit.

All arithmetic is in fractions; only the end result is rounded, all parts of one change together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import starmap
from typing import NamedTuple

GRID_BITS = 50
"""Parts are rounded to multiples of 2^-50 of their size: sums of such numbers are exact in double precision."""


class Totals(NamedTuple):
    """One segment on one side: the sum y (promoters - detractors, revenue) and what it is divided by (answers)."""

    y: float
    x: float


class Parts(NamedTuple):
    """What one segment contributes to a change: its weight moved, its own figure moved, both at once."""

    mix: Fraction
    rate: Fraction
    interaction: Fraction


def mean_parts(then: Sequence[Totals], now: Sequence[Totals]) -> list[Parts]:
    """How much of the change of a weighted mean M = sum w m each segment brings.

    Formula, with w = x / sum x, m = y / x and 0 for then, 1 for now: mix = (w1 - w0)(m0 - M0), rate = w0 (m1 - m0),
    interaction = (w1 - w0)(m1 - m0). Because mix is counted from M0, a segment of average figure that grows brings no
    mix. A segment without rows then comes in with w1 (m1 - M0), one without rows now leaves with -w0 (m0 - M0), both
    wholly as mix: they have no rate to compare. The parts of all segments sum to M1 - M0, as sum (w1 - w0) = 0.
    then, now: the same segments in the same order. Raises ValueError when a side has no x at all, or an x is negative.
    Source: Kitagawa (1955), JASA 50:1168-1194, in the three-part form with the first period as base.
    """
    all0, all1 = _sum(then), _sum(now)
    mean0 = all0.y / all0.x
    return [_mean_part(_exact(a), _exact(b), (all0.x, all1.x), mean0) for a, b in zip(then, now, strict=True)]


class _Exact(NamedTuple):
    y: Fraction
    x: Fraction


def _mean_part(then: _Exact, now: _Exact, whole: tuple[Fraction, Fraction], mean0: Fraction) -> Parts:
    weight0, weight1 = then.x / whole[0], now.x / whole[1]
    if not then.x or not now.x:
        came = now.y / whole[1] - weight1 * mean0
        left = then.y / whole[0] - weight0 * mean0
        return Parts(came - left, Fraction(0), Fraction(0))
    moved, shift = now.y / now.x - then.y / then.x, weight1 - weight0
    return Parts(shift * (then.y / then.x - mean0), weight0 * moved, shift * moved)


def volume_parts(then: Sequence[Totals], now: Sequence[Totals]) -> list[Parts]:
    """How much of the change of a total (revenue) each segment brings, its x being its customers.

    Formula, with r = y / x: mix = (x1 - x0) r0, rate = x0 (r1 - r0), interaction = (x1 - x0)(r1 - r0), which sum to
    y1 - y0. A segment without customers on one side has no r there: it comes or leaves wholly as mix.
    """
    return list(starmap(_volume_part, ((_exact(a), _exact(b)) for a, b in zip(then, now, strict=True))))


def _volume_part(then: _Exact, now: _Exact) -> Parts:
    if not then.x or not now.x:
        return Parts(now.y - then.y, Fraction(0), Fraction(0))
    more, moved = now.x - then.x, now.y / now.x - then.y / then.x
    return Parts(more * then.y / then.x, then.x * moved, more * moved)


def factor_parts(then: Sequence[Fraction], now: Sequence[Fraction]) -> list[Fraction]:
    """How much of the change of a product of three factors each of them brings, in the unit of the product.

    Formula: the average over all six orders in which the factors may move one after the other; for a with b, c:
    (a1 - a0)(2 b0 c0 + b0 c1 + b1 c0 + 2 b1 c1) / 6. No order is preferred, nothing is left over. Factors may be 0 or
    negative, which logarithms could not. Raises ValueError unless there are three on both sides.
    Source: Shapley (1953), Contributions to the Theory of Games II:307-317; Ang (2004), Energy Policy 32:1131-1139.
    """
    if len(then) != 3 or len(now) != 3:
        raise ValueError(f"{len(then)} and {len(now)} factors, must be 3 on both sides")
    result = []
    for a in range(3):
        b, c = (i for i in range(3) if i != a)
        sides = 2 * then[b] * then[c] + then[b] * now[c] + now[b] * then[c] + 2 * now[b] * now[c]
        result.append((now[a] - then[a]) * sides / 6)
    return result


def on_one_grid(parts: Sequence[Fraction]) -> list[float]:
    """The parts as floating-point numbers whose sum, in whatever order, is exact: that of the rounded parts.

    They lie on a grid of 2^-50 of the sum of their sizes, and what rounding leaves goes to the nearest of them.
    """
    size = sum((abs(part) for part in parts), Fraction(0))
    if not size:
        return [0.0 for _part in parts]
    return [float(part) for part in _rounded(parts, Fraction(2) ** (math.frexp(float(size))[1] - GRID_BITS))]


def as_shown(parts: Sequence[float], step: float) -> list[float]:
    """The parts rounded to multiples of `step` so that they sum to their rounded sum: a reader can add them up.

    Largest remainders first, so that no part is off by as much as one step. Raises ValueError unless step > 0.
    """
    if step <= 0.0:
        raise ValueError(f"step == {step}, must be > 0")
    return [float(part) for part in _rounded([Fraction(part) for part in parts], Fraction(str(step)))]


def _rounded(parts: Sequence[Fraction], step: Fraction) -> list[Fraction]:
    floors = [math.floor(part / step) for part in parts]
    left = round(sum(parts, Fraction(0)) / step) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda i: floors[i] - parts[i] / step)
    up = set(by_remainder[:left])
    return [(floor + (i in up)) * step for i, floor in enumerate(floors)]


def _exact(totals: Totals) -> _Exact:
    if totals.x < 0:
        raise ValueError(f"x == {totals.x}, must be >= 0")
    return _Exact(Fraction(totals.y), Fraction(totals.x))


def _sum(side: Sequence[Totals]) -> _Exact:
    whole = _Exact(sum((Fraction(t.y) for t in side), Fraction(0)), sum((Fraction(t.x) for t in side), Fraction(0)))
    if not whole.x:
        raise ValueError("a side has nothing to divide by: sum of x == 0")
    return whole
