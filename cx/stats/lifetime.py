"""What customers are expected to buy and to be worth from now on, and how sure that is.

Expected value of a customer = expected value of a purchase (Gamma-Gamma) x expected purchases, month by month and
discounted (BG/NBD or Pareto/NBD). Both are expectations: the intervals say how well the models' parameters are
known, not how far one customer may end up from the expectation. That the models fit is shown by a back-test, not
by these intervals. Source: Fader, Hardie & Lee (2005), J. Marketing Research 42:415-430.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg

from cx.language import _
from cx.stats import bgnbd, gamma_gamma, pnbd
from cx.stats.arrays import Floats, Places
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, too_few, too_large, withheld
from cx.stats.fitting import Fitted
from cx.stats.histories import Histories

DAYS_PER_MONTH = 365.25 / 12
METHOD = "delta method on the log scale, of the expected value given the model"
# A step this small in standard errors follows the curve, and is far above rounding.
STEP = 0.05
# An interval that reaches e^50 times its value has no end to speak of.
UNBOUNDED = 50.0
BUYING: dict[tuple[str, ...], ModuleType] = {bgnbd.NAMES: bgnbd, pnbd.NAMES: pnbd}
Groups = Places
Rows = Callable[[Floats], Floats]


class WithInterval(NamedTuple):
    """One figure per row, with the 95 % interval of its expectation; infinite where the models give no mean."""

    value: Floats
    low: Floats
    high: Floats


def lifetime_value(
    buying: Fitted,
    spending: Fitted,
    histories: Histories,
    mean_value: npt.ArrayLike,
    months: int,
    yearly_discount: float,
    days_per_unit: float,
    days_per_month: float = DAYS_PER_MONTH,
) -> Floats:
    """Expected discounted value of each row's customer over the next months, in the currency of mean_value.

    Formula: expected mean value of a purchase x sum over months m of (purchases expected within month m) / (1 +
    yearly_discount)^(m / 12). mean_value: of the repeat purchases, ignored where x is 0. days_per_unit: days in
    one unit of time of the histories (1 for days, 7 for weeks). Per customer: a row's weight is not multiplied in.
    """
    ahead = plan(months, yearly_discount, days_per_unit, days_per_month)
    return _value(buying, histories, mean_value, ahead)(joined_parameters(buying, spending))


def with_interval(
    buying: Fitted,
    spending: Fitted,
    histories: Histories,
    mean_value: npt.ArrayLike,
    months: int,
    yearly_discount: float,
    days_per_unit: float,
    days_per_month: float = DAYS_PER_MONTH,
) -> WithInterval:
    """`lifetime_value` with, per row, the interval of the expected value (see `spread`)."""
    ahead = plan(months, yearly_discount, days_per_unit, days_per_month)
    value, error = spread(_value(buying, histories, mean_value, ahead), [buying, spending])
    half_width = np.minimum(critical_z() * error, UNBOUNDED)
    high = np.where(half_width < UNBOUNDED, value * np.exp(half_width), np.inf)
    return WithInterval(value, value * np.exp(-half_width), high)


def purchases_by_group(
    buying: Fitted, histories: Histories, t: float, group: Groups, *, minimum: int = 1
) -> list[Estimate]:
    """Mean expected purchases per customer in the next t units of time, by group as in `expected_by_group`."""
    rows = _purchases(buying, histories, ((t,), (1.0,)))
    return expected_by_group(rows, [buying], group, histories.weight, unit="count", minimum=minimum)


def alive_by_group(buying: Fitted, histories: Histories, group: Groups, *, minimum: int = 1) -> list[Estimate]:
    """Expected share of each group's customers who still are customers, by group as in `expected_by_group`."""
    model = BUYING[buying.names]

    def alive(parameters: Floats) -> Floats:
        return np.asarray(model.p_alive(parameters, histories.x, histories.t_x, histories.T), dtype=np.float64)

    return expected_by_group(alive, [buying], group, histories.weight, unit="share", minimum=minimum)


def expected_by_group(
    expectation: Rows,
    fits: Sequence[Fitted],
    group: Groups,
    weight: npt.ArrayLike,
    *,
    unit: str,
    minimum: int = 1,
) -> list[Estimate]:
    """The mean over each group's customers of any expectation that follows from fitted models, with its interval.

    expectation: natural parameters of all the fits, one after the other -> one number per row. group: 0, 1, ...
    per row, below 0 for rows in no group; the list has one Estimate per group, in that order. weight: customers
    per row. Interval: value x exp(+- z se), se of the logarithm by the delta method over all parameters, whose
    estimates in different models are taken as independent. Withheld where a group has fewer than `minimum`
    customers, or where the model's mean is infinite. A total is the mean times the group's customers, interval
    alike.
    """
    group, weight = np.asarray(group), np.asarray(weight, dtype=float)
    inside = group >= 0
    size = int(group.max(initial=-1)) + 1
    customers = np.bincount(group[inside], weights=weight[inside], minlength=size)

    def means(parameters: Floats) -> Floats:
        totals = np.bincount(group[inside], weights=(weight * expectation(parameters))[inside], minlength=size)
        return np.asarray(totals / np.where(customers > 0.0, customers, 1.0))

    values, errors = spread(means, fits)
    ceiling = 1.0 if unit == "share" else None
    return [
        too_few(round(n), minimum, unit=unit) or estimated(float(value), float(error), round(n), unit, ceiling)
        for value, error, n in zip(values, errors, customers, strict=True)
    ]


def spread(function: Rows, fits: Sequence[Fitted]) -> tuple[Floats, Floats]:
    """Values of a positive function of the parameters of all fits, and the standard errors of their logarithms.

    Formula: se^2 = sum over k of (slope along L_k)^2, where L L' is the covariance of the log-parameters and slopes
    are central differences: the delta method without its gradient. 0 where the value is 0 or infinite.
    """
    at = np.log(joined_parameters(*fits))
    covariance = linalg.block_diag(*(fitted.covariance for fitted in fits))
    value = function(np.exp(at))
    sound = (value > 0.0) & np.isfinite(value)
    scale, squares = np.where(sound, value, 1.0), np.zeros_like(value)
    # From the last parameter to the first: the first directions then leave the last parameters as they are, and what
    # hangs on those alone (the nodes of BG/NBD) is not worked out again.
    backwards = np.linalg.cholesky(covariance[::-1, ::-1])[::-1, ::-1]
    for direction in backwards.T:
        above, below = function(np.exp(at + STEP * direction)), function(np.exp(at - STEP * direction))
        steady = sound & np.isfinite(above) & np.isfinite(below)
        slope = (np.where(steady, above, 0.0) - np.where(steady, below, 0.0)) / (2.0 * STEP * scale)
        # Next to where the mean becomes infinite there is no slope, and no limit to the interval.
        squares += np.where(steady, slope**2, np.inf)
    return value, np.where(sound, np.sqrt(squares), 0.0)


Plan = tuple[tuple[float, ...], tuple[float, ...]]


def plan(months: int, yearly_discount: float, days_per_unit: float, days_per_month: float) -> Plan:
    """Ends of the months in units of the histories, and what a purchase within each is worth today."""
    if months < 1 or yearly_discount <= -1.0 or days_per_unit <= 0.0 or days_per_month <= 0.0:
        raise ValueError(
            f"months == {months}, must be >= 1; yearly_discount == {yearly_discount}, must be > -1; "
            f"days_per_unit == {days_per_unit}, days_per_month == {days_per_month}, must be > 0"
        )
    numbers = range(1, months + 1)
    ends = tuple(month * days_per_month / days_per_unit for month in numbers)
    return ends, tuple(float((1.0 + yearly_discount) ** (-month / 12.0)) for month in numbers)


def _purchases(buying: Fitted, histories: Histories, plan: Plan) -> Rows:
    """Parameters of the buying model -> expected purchases per row, weighted as planned."""
    x, t_x, total = (np.asarray(column, dtype=float) for column in histories[:3])
    model, (times, factors) = BUYING[buying.names], plan

    def purchases(parameters: Floats) -> Floats:
        alive = model.p_alive(parameters, x, t_x, total)
        return np.asarray(alive * model.purchases_if_alive(parameters, x, total, times, factors), dtype=np.float64)

    return purchases


def _value(buying: Fitted, histories: Histories, mean_value: npt.ArrayLike, plan: Plan) -> Rows:
    """Parameters of both models -> expected value per row."""
    x, value = np.asarray(histories.x, dtype=float), np.asarray(mean_value, dtype=float)
    of_parameters, size = _purchases(buying, histories, plan), len(buying.parameters)

    @lru_cache(maxsize=1)  # the slopes of the spending model leave the purchases as they are
    def purchases(parameters: tuple[float, ...]) -> Floats:
        return of_parameters(np.asarray(parameters))

    def rows(parameters: Floats) -> Floats:
        spent = gamma_gamma.expected_value(parameters[size:], x, value)
        return np.asarray(purchases(tuple(parameters[:size].tolist())) * spent)

    return rows


def joined_parameters(*fits: Fitted) -> Floats:
    """The natural parameters of all fits, one after the other."""
    return np.concatenate([fitted.parameters for fitted in fits])


def estimated(value: float, error: float, n: int, unit: str, ceiling: float | None = None) -> Estimate:
    """One group's figure, or why there is none."""
    if not math.isfinite(value):
        reason = _("the models give no finite mean: spend differs too much between customers")
        return withheld(reason, n=n, unit=unit)
    half_width = critical_z() * error
    if half_width >= UNBOUNDED:
        return withheld(_("the models' parameters are too uncertain for a figure"), n=n, unit=unit)
    low, high = value * math.exp(-half_width), value * math.exp(half_width)
    if refusal := too_large(high, n=n, unit=unit):
        return refusal
    return bounded(value, low, high, n=n, unit=unit, method=METHOD, low_bound=0.0, high_bound=ceiling)
