"""Ratios of two totals where rows of one customer belong together: AOV, contacts per customer, mean answers."""

from __future__ import annotations

import math

from cx.language import _
from cx.stats.clusters import residual_squares
from cx.stats.critical_values import critical_t
from cx.stats.estimate import Estimate, bounded, too_few, too_large, withheld
from cx.stats.means import NOTHING, ROUNDING, all_zero, no_spread_interval


def ratio(  # noqa: PLR0913  five sums of one regression belong in one call
    sum_y: float,
    sum_x: float,
    sum_yy: float,
    sum_xy: float,
    sum_xx: float,
    clusters: int,
    *,
    n: int,
    unit: str,
    minimum: int = 1,
    low_bound: float | None = None,
    high_bound: float | None = None,
) -> Estimate:
    """Total y per unit of total x, when a customer brings several rows.

    Formula: r = sum_y / sum_x, variance m/(m - 1) sum (y - r x)^2 / sum_x^2 over the m clusters, t with m -
    1. The sums run over clusters: y and x are one customer's totals (revenue and orders for AOV), `clusters`
    counts the customers, n what a reader would count (orders). With x = 1 throughout it is the t interval of
    a mean. Returns an Estimate in `unit` clipped to the bounds; withheld when n or the number of customers is below
    `minimum` (never less than two customers; a guest order is a customer of its own: with few customers the interval
    is too narrow however many rows they bring), when sum_x is not positive, or when all is zero and a bound is
    missing. No spread at all is treated as in `means.no_spread_interval`. Source: Cochran (1977), Sampling
    Techniques, 3rd ed., ch. 6; Deng, Knoblich & Lu (2018), KDD.
    """
    if refusal := too_few(n, minimum, unit=unit):
        return refusal
    if clusters < max(2, minimum):
        reason = _("too few: customers = {n}, at least {minimum} needed").format(n=clusters, minimum=max(2, minimum))
        return withheld(reason, n=n, unit=unit)
    if sum_x <= 0.0:
        reason = _("nothing to divide by: the total below the line is {total}").format(total=f"{sum_x:g}")
        return withheld(reason, n=n, unit=unit)
    value = sum_y / sum_x
    residuals = residual_squares(value, sum_yy, sum_xy, sum_xx)
    if refusal := too_large(value, residuals, n=n, unit=unit):
        return refusal
    if sum_yy <= NOTHING and (low_bound is None or high_bound is None):
        return all_zero(clusters, n=n, unit=unit)
    if residuals > max(ROUNDING * sum_yy, NOTHING):
        error = math.sqrt(clusters / (clusters - 1) * residuals) / sum_x
        half_width, method = critical_t(clusters - 1) * error, "delta method, clustered by customer"
        low, high = value - half_width, value + half_width
    else:
        low, high, method = no_spread_interval(value, clusters, low_bound, high_bound)
    return bounded(value, low, high, n=n, unit=unit, method=method, low_bound=low_bound, high_bound=high_bound)
