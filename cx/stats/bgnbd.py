"""BG/NBD: how often customers will buy again, and whether they still are customers, without a contract.

A customer buys at a rate lambda ~ Gamma(r, rate alpha) while active and leaves after each repeat purchase with
probability p ~ Beta(a, b); lambda and p are independent. parameters is (r, alpha, a, b) throughout; alpha and all
times share one unit. Source: Fader, Hardie & Lee (2005), Marketing Science 24:275-284.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from cx.language import N_, Words
from cx.stats.arrays import Floats, Places
from cx.stats.fitting import Fitted, Point, concluded, maximise, starts_near
from cx.stats.histories import Histories as Histories  # noqa: PLC0414  callers know it as bgnbd.Histories
from cx.stats.histories import checked, summed, thinned, to_learn_from
from cx.stats.quadrature import BLOCK, beta_nodes, falls_at_ends, interpolated

NAMES = ("r", "alpha", "a", "b")
STARTS = ((0.5, 0.3, 1.0, 2.0), (1.0, 1.0, 1.0, 1.0), (0.1, 0.05, 0.5, 5.0), (3.0, 1.0, 0.2, 2.0), (1.0, 0.1, 3.0, 3.0))
SAME_RATE = N_("the model finds all customers ordering equally often, so it cannot tell them apart")
SAME_CHANCE = N_("the model finds every customer equally likely to leave, so it cannot tell who stays")
EDGES = Words(
    {
        ("r", True): SAME_RATE,
        ("alpha", True): SAME_RATE,
        ("r", False): N_("hardly anybody orders again"),
        ("alpha", False): N_("all purchases fall into a moment after the first"),
        ("a", True): SAME_CHANCE,
        ("b", True): N_("the model finds no customer leaving for good"),
        ("a", False): N_("the model finds no customer leaving for good"),
        ("b", False): N_("nearly everybody leaves at the first repeat purchase"),
    }
)
NODES = 64
PLACES = 32
MOST_COUNTED = 65_535
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
    log_units = np.array([0.0, np.log(unit), 0.0, 0.0])
    shift = -float((scaled.x * scaled.weight).sum()) * float(np.log(unit))
    # With a large, too, the chance of leaving a/(a + b) stays and only its spread goes.
    edges = EDGES | Words({("b", True): SAME_CHANCE}) if found[0][2] > 3.0 else EDGES
    return concluded(NAMES, found, log_units, shift, float(scaled.weight.sum()), edges)


def log_likelihood(parameters: Parameters, histories: Histories) -> float:
    """Log-likelihood of the histories: eq. 6 of the paper, summed over customers."""
    return _Likelihood(checked(histories))(np.asarray(parameters, dtype=float)).value


def p_alive(parameters: Parameters, x: npt.ArrayLike, t_x: npt.ArrayLike, T: npt.ArrayLike) -> Floats:  # noqa: N803
    """Probability that a customer with this history has not left by T.

    Formula: 1 / (1 + a/(b + x - 1) ((alpha + T)/(alpha + t_x))^(r + x)); 1 when x is 0, as leaving follows a
    repeat purchase. Source: Fader, Hardie & Lee (2008), note "Computing P(alive) using the BG/NBD model".
    """
    r, alpha, a, b = parameters
    x, t_x, total = (np.asarray(column, dtype=float) for column in (x, t_x, T))
    odds = (r + x) * np.log((alpha + total) / (alpha + t_x)) + np.log(a / (b + np.maximum(x, 1.0) - 1.0))
    return np.asarray(np.where(x > 0.0, special.expit(-odds), 1.0))


def expected_purchases(parameters: Parameters, t: npt.ArrayLike) -> Floats:
    """Expected repeat purchases of a new customer by time t after the first purchase: eq. 9 of the paper.

    Formula: mean over p ~ Beta(a, b) of (1 - (alpha/(alpha + p t))^r) / p, which has no gap at a = 1.
    """
    r, alpha, a, b = parameters
    return _mean_purchases(r, np.asarray(alpha), np.asarray(t, dtype=float), beta_nodes(a, b, NODES))


def conditional_expected_purchases(
    parameters: Parameters,
    x: npt.ArrayLike,
    t_x: npt.ArrayLike,
    T: npt.ArrayLike,  # noqa: N803
    t: npt.ArrayLike,
) -> Floats:
    """Expected purchases in (T, T + t] of a customer with this history: eq. 10 of the paper.

    Formula: P(alive) x mean over p ~ Beta(a, b + x) of (1 - ((alpha + T)/(alpha + T + p t))^(r + x)) / p.
    Arrays broadcast; one t for all rows is quicker than one per row.
    """
    r, alpha, a, b = parameters
    x, t_x, total, t = np.broadcast_arrays(*(np.asarray(column, dtype=float) for column in (x, t_x, T, t)))
    found, rate = np.empty(x.size), alpha + total.ravel()
    if t.size and t.min() == t.max():
        found = purchases_if_alive(parameters, x.ravel(), total.ravel(), [float(t.flat[0])], [1.0])
    else:
        for repeats, rows in _alike(x.ravel()):
            nodes = beta_nodes(a, b + repeats, NODES)
            for block in np.split(rows, range(BLOCK, rows.size, BLOCK)):
                found[block] = _mean_purchases(r + repeats, rate[block], t.ravel()[block], nodes)
    return np.asarray(p_alive(parameters, x, t_x, total) * found.reshape(x.shape))


def purchases_if_alive(
    parameters: Parameters,
    x: Floats,
    T: Floats,  # noqa: N803
    times: Sequence[float],
    factors: npt.ArrayLike,
) -> Floats:
    """Expected purchases after T of a customer still active then, with what falls into each stretch of time weighted.

    times: ends of the stretches, rising, from T on. factors: weight of each stretch, such as a discount; (k,), or
    (n, k) for n sums at once. Returns sum over k of factor_k x expected purchases in (T + time_(k-1), T + time_k],
    one per row: (rows,), or (n, rows).
    """
    r, alpha, a, b = parameters
    falls = falls_at_ends(factors)
    found = np.empty((*falls.shape[:-1], x.size))
    for repeats, rows in _alike(x):
        nodes = beta_nodes(a, b + repeats, NODES)

        def weighted(log_rate: Floats, repeats: float = repeats, nodes: Nodes = nodes) -> Floats:
            rate = np.exp(log_rate)
            return falls @ np.stack([_mean_purchases(r + repeats, rate, np.asarray(end), nodes) for end in times])

        # Over log(alpha + T) the mean is smooth on any range.
        found[..., rows] = interpolated(weighted, np.log(alpha + T[rows]), PLACES)
    return np.maximum(found, 0.0)


def probability_of_purchases(parameters: Parameters, t: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Probability of exactly n repeat purchases by time t after the first: eq. 8 of the paper.

    The sum over a negative binomial's first terms is taken as an incomplete beta function: stable for large n. Kept for
    published distributions: the product shows expectations.
    """
    r, alpha, a, b = parameters
    t, n = np.asarray(t, dtype=float), np.asarray(n, dtype=float)
    share, at_least_one = t / (alpha + t), np.maximum(n, 1.0)
    stays = special.betaln(a, b + n) - special.betaln(a, b)
    leaves = special.betaln(a + 1.0, b + at_least_one - 1.0) - special.betaln(a, b)
    count = special.gammaln(r + n) - special.gammaln(r) - special.gammaln(n + 1.0)
    active = np.exp(stays + count - r * np.log1p(t / alpha) + special.xlogy(n, share))
    return np.asarray(active + np.where(n > 0.0, np.exp(leaves) * special.betainc(at_least_one, r, share), 0.0))


def active_share(parameters: Parameters, t: npt.ArrayLike, width: npt.ArrayLike) -> Floats:
    """Share of a cohort, counted at its first purchase, with at least one purchase in (t, t + width].

    A customer is still active at t with probability exp(-lambda p t) and then buys within the width with 1 -
    exp(-lambda width). Formula: mean over p ~ Beta(a, b) of (alpha/(alpha + p t))^r - (alpha/(alpha + p t +
    width))^r.
    """
    r, alpha, a, b = parameters
    t, width = (np.asarray(column, dtype=float)[..., None] for column in (t, width))
    p, weights = beta_nodes(a, b, NODES)
    rate = alpha + p * t
    buys = -np.expm1(-r * np.log1p(width / rate)) * (alpha / rate) ** r
    return np.asarray(np.minimum(buys @ weights, 1.0))


Nodes = tuple[Floats, Floats]


def _mean_purchases(shape: float, rate: Floats, t: Floats, nodes: Nodes) -> Floats:
    """Mean over p of (1 - (rate/(rate + p t))^shape) / p; its limit shape x t / rate where p is 0."""
    # Far below 1e-200 the division would leave the range of doubles; the limit is reached long before.
    p, weights = np.maximum(nodes[0], 1e-200), nodes[1]
    return np.asarray((-np.expm1(-shape * np.log1p(p * (t / rate)[..., None])) / p) @ weights)


def _alike(values: Floats) -> list[tuple[float, Places]]:
    """Each different value with the rows that have it."""
    if not values.size or values.min() == values.max():
        return [(float(value), np.arange(values.size)) for value in values[:1]]
    # Counts of purchases are small whole numbers, and those are sorted many times faster.
    small = values.astype(np.uint16) if values.max() <= MOST_COUNTED else values
    keys = small if np.array_equal(small, values) else values
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(values[order], prepend=np.nan))
    return list(zip(values[order[starts]].tolist(), np.split(order, starts[1:]), strict=True))


class _Likelihood:
    """Log-likelihood with first and second derivatives in (r, alpha, a, b).

    log L = ln G(r+x)/G(r) + r ln alpha - (r+x) ln(alpha+T) + ln B(a,b+x)/B(a,b) + [x > 0] ln(1 + e^u) with
    u = (r+x) ln((alpha+T)/(alpha+t_x)) + ln a - ln(b+x-1). What depends on x alone, and all of x = 0, is
    summed over the few different values; only rows with x > 0 are gone through one by one.
    """

    def __init__(self, histories: Histories) -> None:
        x, t_x, total, weight = histories
        again = x > 0.0
        self.rows = Histories(x[again], t_x[again], total[again], weight[again])
        self.counts = summed(x, weight)
        self.once = summed(total[~again], weight[~again])

    def __call__(self, parameters: Floats) -> Point:
        r, alpha, a, b = (float(parameter) for parameter in parameters)
        value, gradient, hessian = self._by_count(r, alpha, a, b)
        once, weight = alpha + self.once[0], self.once[1]
        logs, inverses = float((weight * np.log(once)).sum()), float((weight / once).sum())
        value -= r * logs
        gradient -= [logs, r * inverses, 0.0, 0.0]
        hessian[0, 1] -= inverses
        hessian[1, 1] += r * float((weight / once**2).sum())
        for first in range(0, self.rows.x.size, BLOCK):
            block = Histories(*(column[first : first + BLOCK] for column in self.rows))
            value += self._of_block(block, (r, alpha, a, b), gradient, hessian)
        return Point(value, gradient, np.triu(hessian) + np.triu(hessian, 1).T)

    def _by_count(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats, Floats]:
        """What depends on a row's x alone."""
        x, n = self.counts
        customers = float(n.sum())
        value = n @ (special.gammaln(r + x) - special.gammaln(r) + special.betaln(a, b + x) - special.betaln(a, b))
        of_ab, of_abx = special.digamma(a + b), special.digamma(a + b + x)
        gradient = np.array(
            [
                n @ (special.digamma(r + x) - special.digamma(r)) + customers * np.log(alpha),
                customers * r / alpha,
                n @ (of_ab - of_abx),
                n @ (special.digamma(b + x) - special.digamma(b) + of_ab - of_abx),
            ]
        )
        hessian = np.zeros((4, 4))
        shared = n @ (special.polygamma(1, a + b) - special.polygamma(1, a + b + x))
        hessian[0, 0] = n @ (special.polygamma(1, r + x) - special.polygamma(1, r))
        hessian[0, 1], hessian[1, 1] = customers / alpha, -customers * r / alpha**2
        hessian[2, 2] = hessian[2, 3] = shared
        hessian[3, 3] = shared + n @ (special.polygamma(1, b + x) - special.polygamma(1, b))
        return float(value) + customers * r * float(np.log(alpha)), gradient, hessian

    @staticmethod
    def _of_block(rows: Histories, at: tuple[float, ...], gradient: Floats, hessian: Floats) -> float:
        """The rest for rows with x > 0; adds to the upper half of gradient and hessian, returns the value."""
        r, alpha, a, b = at
        shape, until, last, left = (
            r + rows.x,
            1.0 / (alpha + rows.T),
            1.0 / (alpha + rows.t_x),
            1.0 / (b + rows.x - 1.0),
        )
        log_total = -np.log(until)
        log_ratio, slope = log_total + np.log(last), until - last
        u = shape * log_ratio + np.log(a * left)
        small = np.exp(-np.abs(u))
        gone = rows.weight * np.where(u > 0.0, 1.0, small) / (1.0 + small)
        spread = rows.weight * small / (1.0 + small) ** 2
        slopes = np.stack([log_ratio, shape * slope, np.full_like(u, 1.0 / a), -left])
        gradient += slopes @ gone
        gradient[0] -= rows.weight @ log_total
        gradient[1] -= rows.weight @ (shape * until)
        hessian += (slopes * spread) @ slopes.T
        hessian[0, 1] += gone @ slope - rows.weight @ until
        hessian[1, 1] += rows.weight @ (shape * until**2) - gone @ (shape * slope * (until + last))
        hessian[2, 2] -= gone.sum() / a**2
        hessian[3, 3] += gone @ left**2
        return float(rows.weight @ (np.maximum(u, 0.0) + np.log1p(small) - shape * log_total))
