"""Gamma-Gamma: what a customer spends on average per purchase, drawn towards the others where few are seen.

A purchase is worth z ~ Gamma(p, rate nu), nu ~ Gamma(q, rate v) differs between customers, and neither depends on
how often they buy. parameters is (p, q, v) throughout; v and all values share one currency. Source: Fader & Hardie
(2013), note 25 "The Gamma-Gamma Model of Monetary Value"; Fader, Hardie & Lee (2005), J. Marketing Research 42:415-430.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from cx.language import N_, Words, _
from cx.stats.arrays import Floats, Mask
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, too_few, withheld
from cx.stats.fitting import Fitted, NotFitted, Point, concluded, maximise
from cx.stats.histories import summed
from cx.stats.quadrature import BLOCK

NAMES = ("p", "q", "v")
STARTS = ((3.0, 3.0, 1.0), (1.0, 2.0, 1.0), (10.0, 2.0, 0.1), (1.0, 10.0, 10.0), (30.0, 5.0, 0.1))
SAME_SPEND = N_("the model finds all customers spending equally much, so it cannot tell them apart")
NO_SPREAD = N_("each customer's purchases are all worth the same")
EDGES = Words(
    {
        ("p", True): NO_SPREAD,
        ("v", False): NO_SPREAD,
        ("q", True): SAME_SPEND,
        ("v", True): SAME_SPEND,
        ("p", False): N_("the values of purchases differ beyond what the model allows"),
        ("q", False): N_("customers differ in spend beyond what the model allows"),
    }
)
Parameters = Sequence[float] | Floats


def usable(x: npt.ArrayLike, mean_value: npt.ArrayLike) -> Mask:
    """Which rows the model learns from: at least one repeat purchase and a mean value above 0."""
    value = np.asarray(mean_value, dtype=float)
    return np.asarray((np.asarray(x, dtype=float) > 0.0) & (value > 0.0) & np.isfinite(value))


def fit(x: npt.ArrayLike, mean_value: npt.ArrayLike, weight: npt.ArrayLike) -> Fitted:
    """The parameters under which these mean values are likeliest: note 25, eq. 1a.

    x: repeat purchases. mean_value: their mean value, in money. weight: customers per row. Rows that are not
    `usable` are left out; Fitted.customers says how many were used. Raises NotFitted with the reason.
    """
    rows = usable(x, mean_value)
    x, value, weight = (np.asarray(column, dtype=float).ravel()[rows.ravel()] for column in (x, mean_value, weight))
    if x.size == 0 or float(weight.sum()) <= 0.0:
        raise NotFitted(_("no customer has a repeat purchase of a value above 0"))
    if float(np.ptp(value)) <= 1e-9 * float(value.max()):
        raise NotFitted(_("all customers spend exactly the same per purchase, so there is no spread to learn from"))
    unit = float(np.average(value, weights=weight))
    found = maximise(_Likelihood(x, value / unit, weight), STARTS)
    shift = -float(weight.sum()) * math.log(unit)
    return concluded(NAMES, found, np.array([0.0, 0.0, math.log(unit)]), shift, float(weight.sum()), EDGES)


def log_likelihood(parameters: Parameters, x: npt.ArrayLike, mean_value: npt.ArrayLike, weight: npt.ArrayLike) -> float:
    """Log-likelihood of the mean values of the rows that are `usable`."""
    rows = usable(x, mean_value)
    x, value, weight = (np.asarray(column, dtype=float)[rows] for column in (x, mean_value, weight))
    return _Likelihood(x, value, weight)(np.asarray(parameters, dtype=float)).value


def population_mean(parameters: Parameters) -> float:
    """Mean value of a purchase over all customers: p v / (q - 1), in money.

    Infinite when q <= 1: the spread between customers then has no mean, and no figure must be given.
    """
    p, q, v = (float(parameter) for parameter in parameters)
    return p * v / (q - 1.0) if q > 1.0 else math.inf


def expected_value(parameters: Parameters, x: npt.ArrayLike, mean_value: npt.ArrayLike) -> Floats:
    """Expected mean value of a customer's future purchases, in money, given x repeat purchases of mean_value.

    Formula: p (v + x mean_value) / (p x + q - 1), eq. 5 of the note: the customer's own mean, weighted with p x,
    and the population's, weighted with q - 1. Without a repeat purchase (mean_value may then be missing) it is
    the population's. Infinite where p x + q <= 1.
    """
    p, q, v = (float(parameter) for parameter in parameters)
    x, value = np.asarray(x, dtype=float), np.asarray(mean_value, dtype=float)
    certainty = p * x + q - 1.0
    spent = v + np.where(x > 0.0, x * value, 0.0)
    return np.asarray(np.where(certainty > 0.0, p * spent / np.where(certainty > 0.0, certainty, 1.0), np.inf))


def independence(x: npt.ArrayLike, mean_value: npt.ArrayLike, weight: npt.ArrayLike) -> Estimate:
    """Whether repeat buyers who buy more often spend more or less per purchase: the model assumes neither.

    Product-moment correlation of x with mean_value over the rows that are `usable`. Interval: tanh(atanh r +- z
    se / (1 - r^2)) with se from the influence of each customer, u v - r (u^2 + v^2) / 2 for standardised u and
    v, so that it holds for skewed spend, too. Source: Steiger & Hakstian (1982), Brit. J. Math. Stat. Psych.
    35:208-215. Withheld below 4 customers, or when x or the values do not vary.
    """
    rows = usable(x, mean_value)
    x, value, weight = (np.asarray(column, dtype=float)[rows] for column in (x, mean_value, weight))
    n = round(float(weight.sum()))
    if refusal := too_few(n, 4, unit="correlation"):
        return refusal
    u, v = _standardised(x, weight), _standardised(value, weight)
    if u is None or v is None:
        of_count = _("the number of repeat purchases is the same for all {n} customers")
        of_value = _("the mean value is the same for all {n} customers")
        return withheld((of_count if u is None else of_value).format(n=f"{n:,}"), n=n, unit="correlation")
    r = float(np.clip(np.average(u * v, weights=weight), -1.0, 1.0))
    if 1.0 - abs(r) < 1e-12:
        reason = _("{n} customers lie on one line, which leaves no spread to judge by")
        return withheld(reason.format(n=f"{n:,}"), n=n, unit="correlation")
    influence = u * v - r * (u**2 + v**2) / 2.0
    error = math.sqrt(float(np.average(influence**2, weights=weight)) / (n - 3)) / (1.0 - r * r)
    low, high = math.tanh(math.atanh(r) - critical_z() * error), math.tanh(math.atanh(r) + critical_z() * error)
    method = "Fisher z, distribution-free variance"
    return bounded(r, low, high, n=n, unit="correlation", method=method, low_bound=-1.0, high_bound=1.0)


def _standardised(values: Floats, weight: Floats) -> Floats | None:
    """Mean 0, variance 1; None when nothing varies."""
    if float(np.ptp(values)) <= 1e-9 * float(np.abs(values).max()):
        return None
    # In units of the largest, so that no amount is too large to be squared.
    shares = values / float(np.abs(values).max())
    away = shares - np.average(shares, weights=weight)
    return np.asarray(away / np.sqrt(np.average(away**2, weights=weight)))


class _Likelihood:
    """Log-likelihood with first and second derivatives in (p, q, v).

    log L = ln G(px+q) - ln G(px) - ln G(q) + q ln v + (px - 1) ln z + px ln x - (px + q) ln(v + xz) for a mean
    value z over x purchases. Terms in x alone are computed once for each different x.
    """

    def __init__(self, x: Floats, value: Floats, weight: Floats) -> None:
        self.x, self.spent, self.weight = x, x * value, weight
        self.counts, self.customers = summed(x, weight)
        self.of_p = float((weight * x * np.log(self.spent)).sum())
        self.of_none = -float((weight * np.log(value)).sum())

    def __call__(self, parameters: Floats) -> Point:
        p, q, v = (float(parameter) for parameter in parameters)
        value, gradient, hessian = self._by_count(p, q, v)
        for first in range(0, self.x.size, BLOCK):
            block = slice(first, first + BLOCK)
            x, weight = self.x[block], self.weight[block]
            shape, total = p * x + q, v + self.spent[block]
            log_total = np.log(total)
            value -= float(weight @ (shape * log_total))
            gradient -= [weight @ (x * log_total), weight @ log_total, weight @ (shape / total)]
            hessian[0, 2] -= weight @ (x / total)
            hessian[1, 2] -= weight @ (1.0 / total)
            hessian[2, 2] += weight @ (shape / total**2)
        return Point(value, gradient, np.triu(hessian) + np.triu(hessian, 1).T)

    def _by_count(self, p: float, q: float, v: float) -> tuple[float, Floats, Floats]:
        """What does not mix the parameters with a row's spend."""
        x, n = self.counts, self.customers
        everybody, shape = float(n.sum()), p * self.counts + q
        of_shape, of_px = special.digamma(shape), special.digamma(p * x)
        value = float(n @ (special.gammaln(shape) - special.gammaln(p * x) - special.gammaln(q)))
        value += everybody * q * math.log(v) + p * self.of_p + self.of_none
        gradient = np.array(
            [
                n @ (x * (of_shape - of_px)) + self.of_p,
                n @ (of_shape - special.digamma(q)) + everybody * math.log(v),
                everybody * q / v,
            ]
        )
        hessian, curve = np.zeros((3, 3)), special.polygamma(1, shape)
        hessian[0, 0] = n @ (x**2 * (curve - special.polygamma(1, p * x)))
        hessian[0, 1] = n @ (x * curve)
        hessian[1, 1] = n @ (curve - special.polygamma(1, q))
        hessian[1, 2], hessian[2, 2] = everybody / v, -everybody * q / v**2
        return value, gradient, hessian
