"""Pareto/NBD: the same questions as BG/NBD by another story of leaving, so that one can check the other.

A customer buys at a rate lambda ~ Gamma(r, rate alpha) while active and may leave at any moment, at a rate mu ~
Gamma(s, rate beta). parameters is (r, alpha, s, beta) throughout; alpha, beta and all times share one unit. Source:
Schmittlein, Morrison & Colombo (1987), Management Science 33:1-24; Fader & Hardie (2005), "A Note on Deriving the
Pareto/NBD Model and Related Expressions".

What is usually written with Gaussian hypergeometric functions is integrated here over the moment of leaving: one
form for alpha above and below beta, and for any number of purchases.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from cx.language import N_, Words
from cx.stats.arrays import Floats
from cx.stats.fitting import Fitted, Point, concluded, maximise, starts_near
from cx.stats.histories import Histories, checked, summed, thinned, to_learn_from
from cx.stats.quadrature import falls_at_ends, interpolated, legendre_nodes

NAMES = ("r", "alpha", "s", "beta")
STARTS = ((0.5, 0.3, 0.6, 0.4), (1.0, 1.0, 1.0, 1.0), (0.2, 0.1, 0.3, 1.0), (3.0, 1.0, 0.5, 3.0), (1.0, 0.1, 2.0, 0.5))
SAME_RATE = N_("the model finds all customers ordering equally often, so it cannot tell them apart")
SAME_LEAVING = N_("the model finds every customer equally likely to leave, so it cannot tell who stays")
EDGES = Words(
    {
        ("r", True): SAME_RATE,
        ("alpha", True): SAME_RATE,
        ("r", False): N_("hardly anybody orders again"),
        ("alpha", False): N_("all purchases fall into a moment after the first"),
        ("s", True): SAME_LEAVING,
        ("beta", True): N_("the model finds no customer leaving for good"),
        ("s", False): N_("the model finds no customer leaving for good"),
        ("beta", False): N_("many leave the moment they have bought"),
    }
)
NODES = 32
PLACES = 48
# Rows worked on at once, each with NODES + 1 numbers: as cx.stats.quadrature.BLOCK.
ROWS = 256
# e^-37 is the smallest part of 1 that a double holds: beyond, the integrand adds nothing.
NOTHING_LEFT = 37.0
Parameters = Sequence[float] | Floats


def fit(histories: Histories) -> Fitted:
    """The parameters under which these histories are likeliest.

    Newton's method on log-parameters with exact derivatives, begun from a sample of the rows where there are
    many. Works in any unit of time. Raises NotFitted (see cx.stats.fitting) with the reason in words.
    """
    scaled, unit = to_learn_from(histories)
    sample = thinned(scaled)
    starts = starts_near(None if sample is None else _Likelihood(sample), STARTS)
    found = maximise(_Likelihood(scaled), starts)
    log_units = np.array([0.0, np.log(unit), 0.0, np.log(unit)])
    shift = -float((scaled.x * scaled.weight).sum()) * float(np.log(unit))
    # With s large, too, the rate of leaving s/beta stays and only its spread goes.
    edges = EDGES | Words({("beta", True): SAME_LEAVING}) if found[0][2] > 3.0 else EDGES
    return concluded(NAMES, found, log_units, shift, float(scaled.weight.sum()), edges)


def log_likelihood(parameters: Parameters, histories: Histories) -> float:
    """Log-likelihood of the histories, summed over customers: eq. 18 of the note, as an integral."""
    return _Likelihood(checked(histories))(np.asarray(parameters, dtype=float)).value


def p_alive(parameters: Parameters, x: npt.ArrayLike, t_x: npt.ArrayLike, T: npt.ArrayLike) -> Floats:  # noqa: N803
    """Probability that a customer with this history has not left by T: eq. 11 of the 1987 paper."""
    x, t_x, total = np.broadcast_arrays(*(np.asarray(column, dtype=float) for column in (x, t_x, T)))
    rows, found = (x.ravel(), t_x.ravel(), total.ravel()), np.empty(x.size)
    for first in range(0, x.size, ROWS):
        block = slice(first, first + ROWS)
        _tau, log_parts = _moments_of_leaving(np.asarray(parameters, float), *(column[block] for column in rows))
        found[block] = np.exp(log_parts[:, -1] - special.logsumexp(log_parts, axis=1))
    return found.reshape(x.shape)


def expected_purchases(parameters: Parameters, t: npt.ArrayLike) -> Floats:
    """Expected repeat purchases of a new customer by time t after the first purchase.

    Formula: r beta / (alpha (s - 1)) (1 - (beta/(beta + t))^(s - 1)), continued through s = 1.
    """
    r, alpha, s, beta = parameters
    return _time_active(s, np.asarray(beta), np.asarray(t, dtype=float)) * (r / alpha)


def conditional_expected_purchases(
    parameters: Parameters,
    x: npt.ArrayLike,
    t_x: npt.ArrayLike,
    T: npt.ArrayLike,  # noqa: N803
    t: npt.ArrayLike,
) -> Floats:
    """Expected purchases in (T, T + t] of a customer with this history. Arrays broadcast.

    Formula: P(alive) (r + x) / (alpha + T) x the expected time active within t of one active at T.
    """
    r, alpha, s, beta = parameters
    x, total, t = (np.asarray(column, dtype=float) for column in (x, T, t))
    rate = (r + x) / (alpha + total)
    return np.asarray(p_alive(parameters, x, t_x, total) * rate * _time_active(s, beta + total, t))


def purchases_if_alive(
    parameters: Parameters,
    x: Floats,
    T: Floats,  # noqa: N803
    times: Sequence[float],
    factors: npt.ArrayLike,
) -> Floats:
    """Expected purchases after T of a customer still active then, with what falls into each stretch of time weighted.

    As in cx.stats.bgnbd: the sum over k of factor_k x expected purchases in (T + time_(k-1), T + time_k], or n sums.
    """
    r, alpha, s, beta = parameters
    falls = falls_at_ends(factors)

    def weighted(log_rate: Floats) -> Floats:
        rate = np.exp(log_rate)
        return falls @ np.stack([_time_active(s, rate, np.asarray(end)) for end in times])

    active = interpolated(weighted, np.log(beta + T), PLACES)
    return np.asarray((r + x) / (alpha + T) * np.maximum(active, 0.0))


def active_share(parameters: Parameters, t: npt.ArrayLike, width: npt.ArrayLike) -> Floats:
    """Share of a cohort, counted at its first purchase, with at least one purchase in (t, t + width].

    Formula: (beta/(beta + t))^s, still active at t, x the mean of 1 - (alpha/(alpha + y))^r over how much of the
    width y such a customer stays active.
    """
    r, alpha, s, beta = parameters
    t, width = np.broadcast_arrays(np.asarray(t, dtype=float)[..., None], np.asarray(width, dtype=float)[..., None])
    tau, weights = _leaving_within(s, beta + t, min(alpha, beta), width)
    times = np.concatenate([tau, width], axis=-1)
    parts = np.concatenate([weights, ((beta + t) / (beta + t + width)) ** s], axis=-1)
    buys = -np.expm1(-r * np.log1p(times / alpha))
    return np.asarray(np.minimum((beta / (beta + t[..., 0])) ** s * (buys * parts).sum(axis=-1), 1.0))


def _time_active(s: float, rate: Floats, t: Floats) -> Floats:
    """Expected time active within t when mu ~ Gamma(s, rate): rate/(s - 1) (1 - (rate/(rate + t))^(s - 1))."""
    grown = np.log1p(t / rate)
    return np.asarray(rate * grown * special.exprel((1.0 - s) * grown))


def _leaving_within(s: float, rate: Floats, scale: float, t: Floats) -> tuple[Floats, Floats]:
    """Moments tau in (0, t) and the probability of leaving at each, when mu ~ Gamma(s, rate)."""
    points, weights = legendre_nodes(2 * NODES)
    reach = np.log1p(t / scale)
    tau = scale * np.expm1(reach * points)
    density = s / (rate + tau) * (rate / (rate + tau)) ** s
    return tau, density * (scale + tau) * reach * weights


def _moments_of_leaving(at: Floats, x: Floats, t_x: Floats, total: Floats) -> tuple[Floats, Floats]:
    """Per row: moments tau in (t_x, T) and, last, T itself; and the log-likelihood of having left then, or not.

    Left out is what does not depend on tau. The moments are Gauss-Legendre points in v = ln((m + tau)/(m + t_x))
    with m the smaller of alpha and beta, cut where the integrand has fallen below e^-37 of its start: there it is
    smooth whatever the parameters.
    """
    r, alpha, s, beta = at
    points, weights = legendre_nodes(NODES)
    nearer, further = (alpha, beta) if alpha <= beta else (beta, alpha)
    steep, flat = (r + x, np.full_like(x, s + 1.0)) if alpha <= beta else (np.full_like(x, s + 1.0), r + x)
    fall = steep - 1.0 + flat * (nearer + t_x) / (further + t_x)
    reach = np.log1p((total - t_x) / (nearer + t_x))
    reach = np.minimum(reach, NOTHING_LEFT / np.maximum(fall, 1e-9))[:, None]
    start = (nearer + t_x)[:, None]
    tau = np.concatenate([t_x[:, None] + start * np.expm1(reach * points), total[:, None]], axis=1)
    # Where nothing lies between t_x and T the logarithm gets a floor; the part stays nil.
    log_width = np.log(np.maximum(start * reach * weights, 1e-300)) + reach * points
    log_parts = -(r + x)[:, None] * np.log(alpha + tau) - s * np.log(beta + tau)
    log_parts[:, :-1] += np.log(s) - np.log(beta + tau[:, :-1]) + log_width
    return tau, log_parts


class _Likelihood:
    """Log-likelihood with first and second derivatives in (r, alpha, s, beta).

    A history is a mixture over the moment of leaving, so its derivatives are means under the probabilities of
    these moments given the history: gradient E[d], Hessian E[dd] + Var[d]. Source: Louis (1982), J. Royal Stat.
    Soc. B 44:226-233.
    """

    def __init__(self, histories: Histories) -> None:
        x, t_x, total, weight = histories
        again = x > 0.0
        # Who never came back differs in T only, and many share it.
        once, alike = summed(total[~again], weight[~again])
        nil = np.zeros_like(once)
        columns = ((nil, x[again]), (nil, t_x[again]), (once, total[again]), (alike, weight[again]))
        self.rows = Histories(*(np.concatenate(pair) for pair in columns))
        self.counts, self.customers = summed(x, weight)

    def __call__(self, parameters: Floats) -> Point:
        r, alpha, s, beta = (float(parameter) for parameter in parameters)
        n, x, everybody = self.customers, self.counts, float(self.customers.sum())
        value = float(n @ (special.gammaln(r + x) - special.gammaln(r)))
        value += everybody * float(r * np.log(alpha) + s * np.log(beta))
        of_r = n @ (special.digamma(r + x) - special.digamma(r)) + everybody * np.log(alpha)
        gradient = np.array([of_r, everybody * r / alpha, everybody * np.log(beta), everybody * s / beta])
        hessian = np.zeros((4, 4))
        hessian[0, 0] = n @ (special.polygamma(1, r + x) - special.polygamma(1, r))
        hessian[0, 1], hessian[1, 1] = everybody / alpha, -everybody * r / alpha**2
        hessian[2, 3], hessian[3, 3] = everybody / beta, -everybody * s / beta**2
        for first in range(0, self.rows.x.size, ROWS):
            block = Histories(*(column[first : first + ROWS] for column in self.rows))
            value += self._of_block(block, np.asarray(parameters, float), gradient, hessian)
        return Point(value, gradient, np.triu(hessian) + np.triu(hessian, 1).T)

    @staticmethod
    def _of_block(rows: Histories, at: Floats, gradient: Floats, hessian: Floats) -> float:
        """What depends on the moment of leaving; adds to the upper half of gradient and hessian, returns the value."""
        r, alpha, s, beta = at
        tau, log_parts = _moments_of_leaving(at, rows.x, rows.t_x, rows.T)
        highest = log_parts.max(axis=1, keepdims=True)
        parts = np.exp(log_parts - highest)
        sums = parts.sum(axis=1, keepdims=True)
        parts /= sums
        left = np.append(np.ones(NODES), 0.0)
        shape, by_alpha, by_beta = (r + rows.x)[:, None], 1.0 / (alpha + tau), 1.0 / (beta + tau)
        slopes = np.stack(
            [np.log(by_alpha), -shape * by_alpha, np.log(by_beta) + left / s, -(s + left) * by_beta],
        )
        means = (slopes * parts).sum(axis=2)
        parts *= rows.weight[:, None]
        gradient += means @ rows.weight
        hessian += (slopes * parts).reshape(4, -1) @ slopes.reshape(4, -1).T - (means * rows.weight) @ means.T
        hessian[0, 1] -= np.sum(parts * by_alpha)
        hessian[1, 1] += np.sum(parts * shape * by_alpha**2)
        hessian[2, 2] -= np.sum(parts * left) / s**2
        hessian[2, 3] -= np.sum(parts * by_beta)
        hessian[3, 3] += np.sum(parts * (s + left) * by_beta**2)
        return float(rows.weight @ (highest + np.log(sums))[:, 0])
