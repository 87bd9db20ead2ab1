"""Correlations with intervals: Pearson, partial and Spearman, from the coefficient and n."""

from __future__ import annotations

import math

import numpy as np

from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z, two_sided_p
from cx.stats.design import independent, inverse
from cx.stats.estimate import Estimate, bounded, too_few
from cx.stats.means import NOTHING, ROUNDING

# Fisher's z has standard error 1 / sqrt(n - 3): four pairs are the fewest that give one.
SMALLEST_N = 4
# Below this share of its squares, what the controls leave of a measure is rounding.
NOTHING_LEFT = 1e-9


def coefficient(n: int, sum_x: float, sum_y: float, sum_xx: float, sum_yy: float, sum_xy: float) -> float | None:
    """Product-moment coefficient, -1..1, from sums over n pairs; of ranks it is Spearman's rho.

    None when n is below 2 or when one of the two does not vary: then there is no correlation to speak of.
    """
    if n < 2:
        return None
    squares_x, squares_y = sum_xx - sum_x / n * sum_x, sum_yy - sum_y / n * sum_y
    # What is no number, because sums left the range of doubles, is not above anything either.
    if not (squares_x > max(ROUNDING * sum_xx, NOTHING) and squares_y > max(ROUNDING * sum_yy, NOTHING)):
        return None
    return _clamped((sum_xy - sum_x / n * sum_y) / math.sqrt(squares_x) / math.sqrt(squares_y))


def pearson(r: float, n: int, *, minimum: int = SMALLEST_N) -> Estimate:
    """How closely two measures move together along a line.

    Interval: tanh(atanh r +- z / sqrt(n - 3)). Returns an Estimate in correlation, -1..1; withheld when n is
    below `minimum` (never less than 4). Kept for published cases, as `partial` is: the product correlates ranks, since
    spend is skewed. Source: Fisher (1921), Metron 1:3-32.
    """
    return partial(r, n, 0, minimum=minimum)


def partial(r: float, n: int, controls: int, *, minimum: int = SMALLEST_N) -> Estimate:
    """How closely two measures move together when `controls` others are held fixed.

    As `pearson` with n - controls in place of n. Withheld when n is below `minimum` (never less than 4 +
    controls). Source: Fisher (1924), Metron 3:329-332.
    """
    if controls < 0:
        raise ValueError(f"controls == {controls}, must be >= 0")
    method = "Fisher z" if controls == 0 else "Fisher z, partial"
    return _interval(r, n, n - controls, 1.0, method, max(minimum, SMALLEST_N + controls))


def spearman(rho: float, n: int, *, minimum: int = SMALLEST_N) -> Estimate:
    """How closely two measures rise together, by ranks.

    Interval: tanh(atanh rho +- z sqrt((1 + rho^2 / 2) / (n - 3))). Returns an Estimate in correlation, -1..1;
    withheld when n is below `minimum` (never less than 4). Source: Bonett & Wright (2000), Psychometrika
    65:23-28.
    """
    inflation = 1.0 + _clamped(rho) ** 2 / 2.0
    return _interval(rho, n, n, inflation, "Bonett-Wright", max(minimum, SMALLEST_N))


def partial_coefficient(products: Floats) -> tuple[float, int] | None:
    """Correlation of the first two measures when the others are held fixed, and how many others there are.

    products: (k, k) sums of products about the mean; pooled over the groups of a label, with the means of each group,
    they hold the label fixed too. Formula: of A - B C^-1 B', the products of the first two less what the others say. A
    measure without spread, or that follows from the others, is no control. None when nothing is left of one of the two.
    Source: Anderson (2003), An Introduction to Multivariate Statistical Analysis, 3rd ed., sec. 2.5.
    """
    controls = 2 + independent(products[2:, 2:])
    first, others = products[:2, :2], products[:2][:, controls]
    left = first - others @ inverse(products[np.ix_(controls, controls)]) @ others.T
    if (np.diag(left) <= NOTHING_LEFT * np.diag(first)).any():
        return None
    return _clamped(float(left[0, 1] / math.sqrt(left[0, 0] * left[1, 1]))), len(controls)


def partial_spearman(rho: float, n: int, controls: int, *, minimum: int = SMALLEST_N) -> Estimate:
    """How closely two measures rise together, by ranks, when `controls` others are held fixed.

    As `spearman` with n - controls in place of n. Withheld when n is below `minimum` (never less than 4 + controls).
    Source: Bonett & Wright (2000), Psychometrika 65:23-28; Fisher (1924), Metron 3:329-332, for the controls.
    """
    if controls < 0:
        raise ValueError(f"controls == {controls}, must be >= 0")
    inflation = 1.0 + _clamped(rho) ** 2 / 2.0
    return _interval(rho, n, n - controls, inflation, "Bonett-Wright, partial", max(minimum, SMALLEST_N + controls))


def p_value(r: float, n: int, controls: int = 0) -> float | None:
    """Two-sided p value of no linear association: t = r sqrt(df / (1 - r^2)), df = n - 2 - controls.

    None when df is below 1.
    """
    df, r = n - 2 - controls, _clamped(r)
    if df < 1:
        return None
    if abs(r) == 1.0:
        return 0.0
    return two_sided_p(r * math.sqrt(df / (1.0 - r * r)), df)


def spearman_p_value(rho: float, n: int) -> float | None:
    """Two-sided p value of no monotone association, by the t approximation on ranks; None when n is below 3.

    Never below 2 / n!, the least that n orderings can give: five ranks in perfect order are p = 0.017, not 0.
    """
    approximate = p_value(rho, n)
    if approximate is None:
        return None
    return max(approximate, 2.0 * math.exp(-math.lgamma(n + 1)))


def _interval(r: float, n: int, effective_n: int, inflation: float, method: str, minimum: int) -> Estimate:
    r = _clamped(r)
    if refusal := too_few(n, minimum, unit="correlation"):
        return refusal
    centre = r
    if abs(r) == 1.0:
        # A perfect correlation has no z: its small-sample bias comes off first, as Bonett does.
        centre, method = r - r / (2.0 * (n - 1)), f"{method}, bias-adjusted"
    half_width = critical_z() * math.sqrt(inflation / (effective_n - 3))
    low, high = math.tanh(math.atanh(centre) - half_width), math.tanh(math.atanh(centre) + half_width)
    return bounded(r, low, high, n=n, unit="correlation", method=method, low_bound=-1.0, high_bound=1.0)


def _clamped(r: float) -> float:
    """A coefficient within -1..1; sums in floating point may overshoot by a hair, more is a wrong input."""
    if not abs(r) <= 1.0 + 1e-9:
        raise ValueError(f"r == {r}, must be between -1 and 1")
    return 1.0 if r > 1.0 - 1e-12 else -1.0 if r < -1.0 + 1e-12 else r
