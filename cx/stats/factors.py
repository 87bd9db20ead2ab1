"""Revenue = customers x orders per customer x average order value: which factor moved it, in money and exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from cx.stats.arrays import Floats
from cx.stats.contribution import factor_parts, on_one_grid
from cx.stats.decomposition import Guests, Part, errors


def split_revenue(
    then: Sequence[float], now: Sequence[float], products: Floats, customers: float, guests: Guests
) -> list[Part]:
    """Change of revenue -> customers, orders per customer, average order value: three parts in money.

    See `factor_parts`. What guests bring has no customers and is a fourth part. then, now: revenue, orders and
    customers of each period, the last two above zero (ValueError). products: (6, 6), summed over customers, of
    (revenue, orders, 1 if there) then and now. customers: of the side that has fewer.
    """
    if min(*then[1:], *now[1:]) <= 0:
        raise ValueError("a period without customers or orders has no orders per customer and no order value")
    sides = [[Fraction(value) for value in side] for side in (then, now)]
    factors = [[people, orders / people, money / orders] for money, orders, people in sides]
    values = on_one_grid([*factor_parts(*factors), Fraction(float(guests.now[0])) - Fraction(float(guests.then[0]))])
    floats = [[float(factor) for factor in side] for side in factors]
    spread = [*errors(_factor_gradients(floats[0], floats[1], then, now), products), math.sqrt(guests.squares[0])]
    df = [*[max(customers - 1, 1.0)] * 3, max(float(guests.orders[0]) - 1, 1.0)]
    return [Part(v, float(e), d) for v, e, d in zip(values, spread, df, strict=True)]


def _factor_gradients(f0: Sequence[float], f1: Sequence[float], then: Sequence[float], now: Sequence[float]) -> Floats:
    """Of the three parts by (revenue, orders, customers) then and now."""
    by_total = np.zeros((6, 6))
    for at, (f, (_money, orders, people)) in enumerate(((f0, then), (f1, now))):
        by_total[3 * at : 3 * at + 3, 3 * at : 3 * at + 3] = [
            [0.0, 0.0, 1.0],
            [0.0, 1.0 / people, -f[1] / people],
            [1.0 / orders, -f[2] / orders, 0.0],
        ]
    by_factor = np.zeros((3, 6))
    for a in range(3):
        b, c = (i for i in range(3) if i != a)
        moved = (f1[a] - f0[a]) / 6.0
        slope = (2 * f0[b] * f0[c] + f0[b] * f1[c] + f1[b] * f0[c] + 2 * f1[b] * f1[c]) / 6.0
        by_factor[a, a], by_factor[a, 3 + a] = -slope, slope
        for one, other in ((b, c), (c, b)):
            by_factor[a, one] = moved * (2 * f0[other] + f1[other])
            by_factor[a, 3 + one] = moved * (f0[other] + 2 * f1[other])
    return by_factor @ by_total
