"""Shifted-beta-geometric: how long customers with a contract stay, when some are more loyal than others.

Everybody ends at every renewal with a probability of his own, which never changes; over customers it is beta
distributed. The loyal ones are left over, so that the retention rate rises with tenure although nobody changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from cx.language import N_, Words, _
from cx.stats.arrays import Floats
from cx.stats.fitting import Fitted, NotFitted, Point, concluded, maximise

NAMES = ("alpha", "beta")
STARTS = ((1.0, 3.0), (0.3, 0.6), (5.0, 50.0), (0.1, 5.0))
ALIKE = N_("the share that leaves does not fall with tenure, so customers do not differ in loyalty as the model has it")
EDGES = Words(
    {
        ("alpha", True): ALIKE,
        ("beta", True): ALIKE,
        ("alpha", False): N_("hardly anybody leaves after the first period: the losses do not determine the model"),
        ("beta", False): N_("nearly everybody leaves in the first period: the losses do not determine the model"),
    }
)
FEWEST_PERIODS = 2


class Tenures(NamedTuple):
    """lost[k - 1]: customers lost in period k = 1, 2, ...; still[k]: those last seen still there after k periods."""

    lost: Floats
    still: Floats


def tenures(lost: ArrayLike, still: ArrayLike) -> Tenures:
    """Counts per period as arrays. Raises ValueError when a count is negative or not finite."""
    gone, there = np.asarray(lost, dtype=np.float64).ravel(), np.asarray(still, dtype=np.float64).ravel()
    if not (np.isfinite(gone).all() and np.isfinite(there).all() and (gone >= 0).all() and (there >= 0).all()):
        raise ValueError("lost and still must be counts >= 0")
    return Tenures(gone, there)


def of_cohorts(cohorts: Sequence[Sequence[float]]) -> Tenures:
    """The tenures behind cohorts of any age: of each the customers at the start and after 1, 2, ... periods.

    Raises ValueError when a cohort is empty or grows.
    """
    oldest = max((len(cohort) for cohort in cohorts), default=0)
    lost, still = np.zeros(max(oldest - 1, 0)), np.zeros(oldest)
    for cohort in cohorts:
        counts = np.asarray(cohort, dtype=np.float64)
        if not counts.size or (np.diff(counts) > 0.0).any():
            raise ValueError("a cohort must have customers at its start and can only shrink")
        lost[: len(counts) - 1] -= np.diff(counts)
        still[len(counts) - 1] += counts[-1]
    return tenures(lost, still)


def fit(counts: Tenures) -> Fitted:
    """Alpha and beta by maximum likelihood.

    Formula: sum of lost(k) log P(T = k) + still(k) log S(k), P(T = k) = B(alpha + 1, beta + k - 1) / B(alpha, beta).
    Returns parameters (alpha, beta), log-likelihood, covariance of their logarithms (inverse Hessian), customers.
    Raises NotFitted, in words, when the counts do not determine them: nobody or everybody lost, all of it in one
    period, or losses that do not fall with tenure. Source: Fader & Hardie (2007), J. Interactive Marketing 21(1):76-90.
    """
    _check(counts)
    found = maximise(lambda parameters: _likelihood(parameters, counts), [_rough_start(counts), *STARTS])
    return concluded(NAMES, found, np.zeros(2), 0.0, float(counts.lost.sum() + counts.still.sum()), EDGES)


def _check(counts: Tenures) -> None:
    """NotFitted when no parameters can be told from such counts."""
    lost, watched = float(counts.lost.sum()), float(counts.lost.sum() + counts.still[1:].sum())
    if watched == 0.0:
        raise NotFitted(_("no customer has been seen for a whole period"))
    if lost == 0.0:
        raise NotFitted(_("nobody has been lost yet"))
    later = counts.still[FEWEST_PERIODS:].sum() + counts.lost[FEWEST_PERIODS - 1 :].sum()
    if later == 0.0:
        raise NotFitted(_("nobody has been seen beyond the first period"))


def _rough_start(counts: Tenures) -> tuple[float, float]:
    """Parameters whose mean loss is that of the first period."""
    exposed = counts.lost.sum() + counts.still[1:].sum()
    churn = min(max(float(counts.lost[0]) / float(exposed), 0.01), 0.99)
    return 3.0 * churn, 3.0 * (1.0 - churn)


def _likelihood(parameters: Floats, counts: Tenures) -> Point:
    """The log-likelihood with its exact first and second derivatives."""
    alpha, beta = (float(parameter) for parameter in parameters)
    lost, still = counts
    k, t = _periods(counts)
    base = special.betaln(alpha, beta)
    value = lost @ (special.betaln(alpha + 1.0, beta + k - 1.0) - base)
    value += still @ (special.betaln(alpha, beta + t) - base)
    # G(alpha + 1) / G(alpha) = alpha: of the gamma functions of alpha alone only its logarithm is left.
    of_beta, of_sum = _derivative(0, alpha, beta, counts)
    gradient = np.array([lost.sum() / alpha + of_sum, of_beta + of_sum])
    of_beta, of_sum = _derivative(1, alpha, beta, counts)
    hessian = np.array([[of_sum - lost.sum() / alpha**2, of_sum], [of_sum, of_beta + of_sum]])
    return Point(float(value), gradient, hessian)


def _derivative(order: int, alpha: float, beta: float, counts: Tenures) -> tuple[float, float]:
    """Derivatives of log G(beta + ...) - log G(beta) and of log G(alpha + beta) - log G(alpha + beta + ...)."""
    lost, still = counts
    k, t = _periods(counts)

    def psi(x: Floats | float) -> Floats:
        return np.asarray(special.polygamma(order, x), dtype=np.float64)

    of_beta = lost @ (psi(beta + k - 1.0) - psi(beta)) + still @ (psi(beta + t) - psi(beta))
    of_sum = lost @ (psi(alpha + beta) - psi(alpha + beta + k)) + still @ (psi(alpha + beta) - psi(alpha + beta + t))
    return float(of_beta), float(of_sum)


def _periods(counts: Tenures) -> tuple[Floats, Floats]:
    """The periods in which customers were lost, from 1, and after which they were still there, from 0."""
    return np.arange(1.0, len(counts.lost) + 1.0), np.arange(float(len(counts.still)))


def retention_rate(alpha: float, beta: float, period: ArrayLike) -> Floats:
    """r(t) = (beta + t - 1) / (alpha + beta + t - 1): the share that stays at renewal t = 1, 2, ..."""
    t = np.asarray(period, dtype=np.float64)
    return np.asarray((beta + t - 1.0) / (alpha + beta + t - 1.0), dtype=np.float64)


def survival(alpha: float, beta: float, period: ArrayLike) -> Floats:
    """S(t) = B(alpha, beta + t) / B(alpha, beta): the share still there after t = 0, 1, ... periods."""
    t = np.asarray(period, dtype=np.float64)
    return np.asarray(np.exp(special.betaln(alpha, beta + t) - special.betaln(alpha, beta)), dtype=np.float64)


def derl(alpha: float, beta: float, discount: float, n: ArrayLike) -> Floats:
    """Discounted expected residual lifetime, in periods, of a customer who is about to decide on renewal n = 1, 2, ...

    Formula: (b + n - 1) / (a + b + n - 1) x 2F1(1, b + n; a + b + n; 1 / (1 + d)): the next renewal counts in full, the
    one after it with 1 / (1 + d), and so on; n is the number of renewals made plus one.
    discount: of one period, >= 0. Raises ValueError when it is negative, or 0 with alpha <= 1: then the sum is
    infinite. Source: Fader & Hardie (2010), Marketing Science 29(1):85-93, eq. 6.
    """
    if discount < 0.0:
        raise ValueError(f"discount == {discount}, must be >= 0")
    if discount == 0.0 and alpha <= 1.0:
        raise ValueError("without a discount the expected lifetime is infinite when alpha <= 1")
    made = np.asarray(n, dtype=np.float64)
    if discount == 0.0:
        return np.asarray((beta + made - 1.0) / (alpha - 1.0), dtype=np.float64)
    rate = retention_rate(alpha, beta, made)
    series = special.hyp2f1(1.0, beta + made, alpha + beta + made, 1.0 / (1.0 + discount))
    return np.asarray(rate * series, dtype=np.float64)
