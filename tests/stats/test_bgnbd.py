"""BG/NBD: recovery of known parameters, derivatives, limits, brute force, and what it refuses to fit."""

import math

import numpy as np
import pytest
from scipy import special

from bench.buyers import BGNBD, bgnbd_buyers
from cx.stats import bgnbd
from cx.stats.bgnbd import Histories
from cx.stats.fitting import NotFitted

PAPER = (0.243, 4.414, 0.793, 2.426)


def histories(x: list[float], t_x: list[float], total: list[float]) -> Histories:
    columns = (np.array(column, dtype=float) for column in (x, t_x, total))
    return Histories(*columns, np.ones(len(x)))


def test_recovers_the_parameters_it_was_simulated_from() -> None:
    fitted = bgnbd.fit(bgnbd_buyers(20_000, seed=11))
    assert fitted.names == ("r", "alpha", "a", "b") and fitted.customers == 20_000
    for found, error, true in zip(fitted.parameters, fitted.standard_errors(), BGNBD, strict=True):
        assert abs(found - true) < 3 * error


def test_the_fit_does_not_depend_on_the_unit_of_time() -> None:
    """In another unit only alpha changes, and the log-likelihood by ln(unit) per repeat purchase."""
    weeks = bgnbd_buyers(3_000, seed=5)
    years = weeks._replace(t_x=weeks.t_x / 52.0, T=weeks.T / 52.0)
    one, other = bgnbd.fit(weeks), bgnbd.fit(years)
    expected = np.array(one.parameters) / [1.0, 52.0, 1.0, 1.0]
    assert other.parameters == pytest.approx(expected, rel=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood + weeks.x.sum() * math.log(52.0))
    assert one.log_likelihood == pytest.approx(bgnbd.log_likelihood(one.parameters, weeks))


def test_many_rows_and_rows_with_weights_give_the_same_fit() -> None:
    """70,000 rows start from a sample of them; the same customers grouped by history do not."""
    few = bgnbd_buyers(7_000, seed=9)
    ten_times = Histories(*(np.tile(column, 10) for column in few))
    weighted = bgnbd.fit(few._replace(weight=np.full(7_000, 10.0)))
    repeated = bgnbd.fit(ten_times)
    assert repeated.customers == weighted.customers == 70_000
    assert repeated.log_likelihood == pytest.approx(weighted.log_likelihood, abs=1e-6)
    assert repeated.parameters == pytest.approx(weighted.parameters, rel=1e-3)


def test_no_parameters_nearby_are_likelier() -> None:
    buyers = bgnbd_buyers(2_000, seed=3)
    fitted = bgnbd.fit(buyers)
    for factors in np.exp(np.random.default_rng(0).normal(0.0, 0.05, (40, 4))):
        assert bgnbd.log_likelihood(np.array(fitted.parameters) * factors, buyers) < fitted.log_likelihood


def test_one_customer_by_hand() -> None:
    """r = a = b = 1, alpha = 1, x = 1, t_x = 1, T = 3: eq. 6 of the paper gives 1/2 (1/16) + 1/2 (1/4) = 5/32.

    G(2)/G(1) = 1; B(1, 2)/B(1, 1) = 1/2 with (1 + 3)^-2; B(2, 1)/B(1, 1) = 1/2 with (1 + 1)^-2. Active with
    (1/32)/(5/32) = 1/5.
    """
    ones = (1.0, 1.0, 1.0, 1.0)
    assert bgnbd.log_likelihood(ones, histories([1], [1], [3])) == pytest.approx(math.log(5 / 32))
    assert bgnbd.p_alive(ones, 1, 1, 3) == pytest.approx(0.2)
    # Nobody back by t = 1: (1/(1 + 1))^1.
    assert bgnbd.probability_of_purchases(ones, 1.0, 0) == pytest.approx(0.5)
    # Mean over p ~ U(0, 1) of (1 - 1/(1 + p))/p = 1/(1 + p) is ln 2: no gap at a = 1.
    assert bgnbd.expected_purchases(ones, 1.0) == pytest.approx(math.log(2.0))
    # Mean over p of 1/(1 + p) - 1/(2 + p) = ln 2 - ln(3/2).
    assert bgnbd.active_share(ones, 1.0, 1.0) == pytest.approx(math.log(4 / 3))


def test_derivatives_are_those_of_the_likelihood() -> None:
    likelihood = bgnbd._Likelihood(bgnbd_buyers(300, seed=2))
    at, step = np.array([0.5, 3.0, 0.8, 2.0]), 1e-5
    point = likelihood(at)
    for k, along in enumerate(step * np.eye(4)):
        up, down = likelihood(at + along), likelihood(at - along)
        assert (up.value - down.value) / (2 * step) == pytest.approx(point.gradient[k], rel=1e-5)
        assert (up.gradient - down.gradient) / (2 * step) == pytest.approx(point.hessian[k], rel=1e-5, abs=1e-4)


@pytest.mark.parametrize(("x", "t_x", "total"), [(0, 0.0, 20.0), (3, 12.0, 20.0), (30, 38.0, 39.0)])
def test_expectations_agree_with_hypergeometric_form(x: int, t_x: float, total: float) -> None:
    """Eq. 10 of the paper, which has a Gaussian hypergeometric function where ours takes a mean over p."""
    r, alpha, a, b = PAPER
    t, shape, rate = 39.0, r + x, alpha + total
    hyper = special.hyp2f1(shape, b + x, a + b + x - 1, t / (rate + t))
    alive = bgnbd.p_alive(PAPER, x, t_x, total)
    published = alive * (a + b + x - 1) / (a - 1) * (1 - (rate / (rate + t)) ** shape * hyper)
    assert bgnbd.conditional_expected_purchases(PAPER, x, t_x, total, t) == pytest.approx(published, rel=1e-10)


def test_brute_force_simulation() -> None:
    """300,000 customers followed for 60 weeks: what a given history does next, and who is active when."""
    seen = bgnbd_buyers(300_000, seed=8)
    again = seen.x >= 1.0
    assert again.mean() == pytest.approx(1 - np.mean(bgnbd.probability_of_purchases(BGNBD, seen.T, 0)), abs=0.003)
    assert seen.x.mean() == pytest.approx(np.mean(bgnbd.expected_purchases(BGNBD, seen.T)), rel=0.02)
    last_week = np.mean((again & (seen.t_x > seen.T - 1.0)).astype(float))
    assert last_week == pytest.approx(np.mean(bgnbd.active_share(BGNBD, seen.T - 1.0, 1.0)), abs=0.001)


def test_conditional_expectation_by_brute_force() -> None:
    """Draw rate and chance of leaving from the prior, weigh each draw by the likelihood of the history, look ahead.

    A draw with rate l and chance p is active with l^x (1-p)^x e^(-l T) against having left at t_x.
    """
    x, t_x, total, t = 2, 10.0, 15.0, 20.0
    rng = np.random.default_rng(4)
    rate, leaving = rng.gamma(1.2, 1 / 4.0, 1_000_000), rng.beta(0.9, 2.0, 1_000_000)
    active = rate**x * (1 - leaving) ** x * np.exp(-rate * total)
    gone = leaving * (1 - leaving) ** (x - 1) * rate**x * np.exp(-rate * t_x)
    ahead = -np.expm1(-rate * leaving * t) / np.maximum(leaving, 1e-300)
    parameters = (1.2, 4.0, 0.9, 2.0)
    assert bgnbd.p_alive(parameters, x, t_x, total) == pytest.approx(active.sum() / (active + gone).sum(), rel=0.01)
    expected = (active * ahead).sum() / (active + gone).sum()
    assert bgnbd.conditional_expected_purchases(parameters, x, t_x, total, t) == pytest.approx(expected, rel=0.01)


def test_limits() -> None:
    assert bgnbd.expected_purchases(PAPER, 0.0) == 0.0
    assert bgnbd.conditional_expected_purchases(PAPER, 3, 5.0, 9.0, 0.0) == 0.0
    assert bgnbd.active_share(PAPER, 10.0, 0.0) == 0.0
    # Who never came back cannot have left: leaving follows a repeat purchase.
    assert bgnbd.p_alive(PAPER, 0, 0.0, 500.0) == 1.0
    assert bgnbd.conditional_expected_purchases(PAPER, 0, 0.0, 0.0, 39.0) == bgnbd.expected_purchases(PAPER, 39.0)
    assert bgnbd.probability_of_purchases(PAPER, 39.0, np.arange(400)).sum() == pytest.approx(1.0, abs=1e-6)
    assert bgnbd.active_share(PAPER, 0.0, 5.0) == pytest.approx(1 - bgnbd.probability_of_purchases(PAPER, 5.0, 0))


def test_many_purchases_stay_finite() -> None:
    x = np.array([0.0, 1.0, 500.0, 100_000.0, 100_000.0])
    t_x = np.array([0.0, 0.0, 364.0, 365.0, 1.0])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        alive = bgnbd.p_alive(PAPER, x, t_x, 365.0)
        ahead = bgnbd.conditional_expected_purchases(PAPER, x, t_x, 365.0, 30.0)
    assert np.all((alive >= 0.0) & (alive <= 1.0)) and alive[-1] == 0.0
    assert np.all(np.isfinite(ahead) & (ahead >= 0.0))


def test_one_horizon_per_row_and_one_for_all_agree() -> None:
    buyers = bgnbd_buyers(500, seed=6)
    horizons = np.where(np.arange(500) % 2 == 0, 10.0, 20.0)
    mixed = bgnbd.conditional_expected_purchases(PAPER, *buyers[:3], horizons)
    for horizon in (10.0, 20.0):
        same = bgnbd.conditional_expected_purchases(PAPER, *buyers[:3], horizon)
        assert mixed[horizons == horizon] == pytest.approx(same[horizons == horizon], rel=1e-9)


def test_stretches_of_time_add_up() -> None:
    x, total = np.array([0.0, 4.0]), np.array([10.0, 30.0])
    whole = bgnbd.purchases_if_alive(PAPER, x, total, [12.0], [1.0])
    parts = bgnbd.purchases_if_alive(PAPER, x, total, [4.0, 8.0, 12.0], [1.0, 1.0, 1.0])
    first, rest = (bgnbd.purchases_if_alive(PAPER, x, total, [4.0, 12.0], f) for f in ([1.0, 0.0], [0.0, 0.5]))
    assert parts == pytest.approx(whole, rel=1e-12)
    assert first + 2 * rest == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize(
    ("buyers", "reason"),
    [
        (histories([], [], []), "no customers"),
        (histories([0] * 30, [0] * 30, [9] * 30), "nobody ordered twice"),
        (histories([0] * 30, [0] * 30, [0] * 30), "observed for any time"),
        (histories([1, math.nan], [1, 1], [3, 3]), "missing or negative"),
        (histories([1, -2], [1, 1], [3, 3]), "missing or negative"),
        (histories([1, 2], [1, 4], [3, 3]), "t_x exceeds T"),
        (histories([1, 2], [1, 1], [3, math.inf]), "infinite"),
        (histories([2] * 50, [5] * 50, [9] * 50), "all customers have the same history"),
        (histories([3], [5], [9]), "all customers have the same history"),
        (bgnbd_buyers(3_000, 1, (1.0, 1.0, 2e4, 8e4)), "every customer equally likely to leave"),
        (bgnbd_buyers(500, 1, (1.0, 1.0, 1e-6, 10.0)), "no customer leaving for good"),
    ],
)
def test_refuses_in_words(buyers: Histories, reason: str) -> None:
    with pytest.raises(NotFitted, match=reason):
        bgnbd.fit(buyers)
