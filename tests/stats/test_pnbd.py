"""Pareto/NBD: recovery of known parameters, derivatives, and its integral beside other ways to the same number."""

import math

import numpy as np
import pytest
from scipy import integrate, special

from bench.buyers import PNBD, pnbd_buyers
from cx.stats import pnbd
from cx.stats.fitting import NotFitted
from cx.stats.histories import Histories

# alpha above and below beta, and far apart: each has a formula of its own in the literature.
CASES = [(0.55, 10.6, 0.61, 11.7), (0.55, 3.0, 0.61, 20.0), (2.0, 40.0, 1.5, 0.5), (0.2, 0.05, 3.0, 60.0)]


def one(x: float, t_x: float, total: float) -> Histories:
    return Histories(*(np.array([value], dtype=float) for value in (x, t_x, total, 1.0)))


def published(parameters: tuple[float, ...], x: float, t_x: float, total: float) -> tuple[float, float]:
    """Likelihood and P(alive) by the Gaussian hypergeometric function: Fader & Hardie's note, eq. 15-18."""
    r, alpha, s, beta = parameters
    larger, smaller = max(alpha, beta), min(alpha, beta)
    k = r + s + x
    second = s + 1 if alpha >= beta else r + x

    def part(t: float) -> float:
        return float(special.hyp2f1(k, second, k + 1, (larger - smaller) / (larger + t)) / (larger + t) ** k)

    active = (alpha + total) ** -(r + x) * (beta + total) ** -s
    gone = s / k * (part(t_x) - part(total))
    scale = math.exp(math.lgamma(r + x) - math.lgamma(r)) * alpha**r * beta**s
    return scale * (active + gone), active / (active + gone)


@pytest.mark.parametrize("parameters", CASES)
@pytest.mark.parametrize(("x", "t_x", "total"), [(0, 0, 39), (2, 30.43, 38.86), (12, 8, 38)])
def test_likelihood_and_p_alive_as_published(parameters: tuple[float, ...], x: float, t_x: float, total: float) -> None:
    likelihood, alive = published(parameters, x, t_x, total)
    assert pnbd.log_likelihood(parameters, one(x, t_x, total)) == pytest.approx(math.log(likelihood), rel=1e-9)
    assert pnbd.p_alive(parameters, x, t_x, total) == pytest.approx(alive, rel=1e-8)


@pytest.mark.parametrize("parameters", [CASES[0], CASES[2]])
@pytest.mark.parametrize(("x", "t_x"), [(60.0, 300.0), (250.0, 300.0), (2_000.0, 300.0), (60.0, 1.0)])
def test_many_purchases_against_adaptive_integration(parameters: tuple[float, ...], x: float, t_x: float) -> None:
    """Where the published form underflows: P(alive) from the integral over the moment of leaving, on a log scale."""
    (r, alpha, s, beta), total = parameters, 365.0

    def relative(tau: float, dead: float) -> float:
        """Log-likelihood of leaving at tau (dead = 1) or of being active at tau, beside t_x."""
        log = -(r + x) * math.log((alpha + tau) / (alpha + t_x))
        return log - s * math.log(beta + tau) + dead * math.log(s / (beta + tau))

    breaks = [t_x + 1, t_x + 10]
    left = integrate.quad(
        lambda tau: math.exp(relative(tau, 1.0)), t_x, total, epsabs=0, epsrel=1e-11, points=breaks, limit=500
    )[0]
    active = math.exp(relative(total, 0.0))
    assert pnbd.p_alive(parameters, x, t_x, total) == pytest.approx(active / (active + left), rel=1e-8)
    found = pnbd.log_likelihood(parameters, one(x, t_x, total))
    constant = math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha) + s * math.log(beta)
    expected = constant - (r + x) * math.log(alpha + t_x) + math.log(active + left)
    assert found == pytest.approx(expected, rel=1e-9)


def test_recovers_the_parameters_it_was_simulated_from() -> None:
    fitted = pnbd.fit(pnbd_buyers(20_000, seed=12))
    for found, error, true in zip(fitted.parameters, fitted.standard_errors(), PNBD, strict=True):
        assert abs(found - true) < 3 * error


def test_the_fit_does_not_depend_on_the_unit_of_time() -> None:
    weeks = pnbd_buyers(3_000, seed=5)
    days = weeks._replace(t_x=weeks.t_x * 7.0, T=weeks.T * 7.0)
    one_fit, other = pnbd.fit(weeks), pnbd.fit(days)
    assert other.parameters == pytest.approx(np.array(one_fit.parameters) * [1, 7, 1, 7], rel=1e-6)
    assert one_fit.log_likelihood == pytest.approx(pnbd.log_likelihood(one_fit.parameters, weeks))


@pytest.mark.parametrize("at", [(0.5, 3.0, 0.8, 2.0), (0.5, 2.0, 0.8, 5.0)])
def test_derivatives_are_those_of_the_likelihood(at: tuple[float, ...]) -> None:
    likelihood, step = pnbd._Likelihood(pnbd_buyers(300, seed=2)), 1e-5
    point = likelihood(np.array(at))
    for k, along in enumerate(step * np.eye(4)):
        up, down = likelihood(at + along), likelihood(at - along)
        assert (up.value - down.value) / (2 * step) == pytest.approx(point.gradient[k], rel=1e-5)
        assert (up.gradient - down.gradient) / (2 * step) == pytest.approx(point.hessian[k], rel=1e-5, abs=1e-4)


def test_brute_force_simulation() -> None:
    rng = np.random.default_rng(3)
    r, alpha, s, beta = PNBD
    rate, leaving = rng.gamma(r, 1 / alpha, 400_000), rng.gamma(s, 1 / beta, 400_000)
    active = rng.exponential(1.0, 400_000) / leaving
    bought = rng.poisson(rate * np.minimum(active, 39.0))
    assert bought.mean() == pytest.approx(float(pnbd.expected_purchases(PNBD, 39.0)), rel=0.02)
    assert (bought > 0).mean() == pytest.approx(float(pnbd.active_share(PNBD, 0.0, 39.0)), abs=0.003)
    within = rng.poisson(rate * np.clip(active - 39.0, 0.0, 8.0)) > 0
    assert within.mean() == pytest.approx(float(pnbd.active_share(PNBD, 39.0, 8.0)), abs=0.002)


def test_limits() -> None:
    at_one = (0.5, 10.0, 1.0, 12.0)
    # s = 1: r beta/alpha ln((beta + t)/beta).
    assert pnbd.expected_purchases(at_one, 30.0) == pytest.approx(0.5 * 1.2 * math.log(42 / 12))
    assert pnbd.expected_purchases(PNBD, 0.0) == 0.0
    assert pnbd.conditional_expected_purchases(PNBD, 2, 5.0, 9.0, 0.0) == 0.0
    assert pnbd.p_alive(PNBD, 3, 9.0, 9.0) == pytest.approx(1.0)
    assert pnbd.p_alive(PNBD, 0, 0.0, 0.0) == pytest.approx(1.0)
    whole = pnbd.purchases_if_alive(PNBD, np.array([3.0]), np.array([9.0]), [6.0], [1.0])
    alive = pnbd.p_alive(PNBD, 3, 4.0, 9.0)
    assert pnbd.conditional_expected_purchases(PNBD, 3, 4.0, 9.0, 6.0) == pytest.approx(alive * whole[0])


@pytest.mark.parametrize(
    ("buyers", "reason"),
    [
        (one(0, 0, 9), "nobody ordered twice"),
        (one(math.nan, 0, 9), "missing or negative"),
        (one(2, 5, 9), "all customers have the same history"),
        (
            Histories(*np.array([[1.0] * 50, range(1, 51), [60.0] * 50, [1.0] * 50])),
            "all customers ordering equally often",
        ),
        (pnbd_buyers(500, 1, (1.0, 1.0, 1e-6, 10.0)), "no customer leaving for good"),
    ],
)
def test_refuses_in_words(buyers: Histories, reason: str) -> None:
    with pytest.raises(NotFitted, match=reason):
        pnbd.fit(buyers)
