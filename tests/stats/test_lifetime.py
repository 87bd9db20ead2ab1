"""Lifetime value: by hand, its sum over months, and whether its intervals cover the truth they speak of."""

import math

import numpy as np
import pytest

from bench.buyers import BGNBD, GAMMA_GAMMA, bgnbd_buyers, mean_values, pnbd_buyers
from cx.stats import bgnbd, gamma_gamma, lifetime, pnbd
from cx.stats.fitting import Fitted
from cx.stats.histories import Histories
from cx.stats.horizons import Horizons

SURE = 1e-12


def known(parameters: tuple[float, ...], names: tuple[str, ...], variance: float = SURE) -> Fitted:
    return Fitted(parameters, 0.0, variance * np.eye(len(parameters)), 100, names)


BUYING, SPENDING = known(BGNBD, bgnbd.NAMES), known(GAMMA_GAMMA, gamma_gamma.NAMES)
THREE = Histories(np.array([0.0, 2.0, 9.0]), np.array([0.0, 20.0, 38.0]), np.full(3, 39.0), np.array([1.0, 2.0, 3.0]))
MEANS = np.array([math.nan, 40.0, 15.0])


def test_sum_of_discounted_months() -> None:
    """Two months of 30 days in weeks, 21 % a year: each month's purchases times 1.21^(-m/12), times expected spend."""
    found = lifetime.lifetime_value(BUYING, SPENDING, THREE, MEANS, 2, 0.21, 7.0, days_per_month=30.0)
    one, two = (bgnbd.conditional_expected_purchases(BGNBD, *THREE[:3], days / 7) for days in (30, 60))
    spend = gamma_gamma.expected_value(GAMMA_GAMMA, THREE.x, MEANS)
    assert found == pytest.approx(spend * (one * 1.21 ** (-1 / 12) + (two - one) * 1.21 ** (-2 / 12)), rel=1e-9)


def test_without_discount_it_is_purchases_times_spend() -> None:
    found = lifetime.lifetime_value(BUYING, SPENDING, THREE, MEANS, 12, 0.0, 7.0)
    purchases = bgnbd.conditional_expected_purchases(BGNBD, *THREE[:3], 365.25 / 7)
    assert found == pytest.approx(purchases * gamma_gamma.expected_value(GAMMA_GAMMA, THREE.x, MEANS), rel=1e-9)


def test_many_customers_at_once_are_what_each_is_alone() -> None:
    """Beyond 48 customers of one frequency the value is interpolated over how long they were observed."""
    many = bgnbd_buyers(4_000, seed=21)
    spent = mean_values(many.x, seed=22)
    for model, parameters in ((bgnbd, BGNBD), (pnbd, (0.55, 10.6, 0.61, 11.7))):
        buying = known(parameters, model.NAMES)
        together = lifetime.lifetime_value(buying, SPENDING, many, spent, 36, 0.1, 7.0)
        for row in range(0, 4_000, 400):
            alone = Histories(*(column[row : row + 1] for column in many))
            one = lifetime.lifetime_value(buying, SPENDING, alone, spent[row : row + 1], 36, 0.1, 7.0)
            assert together[row] == pytest.approx(one[0], rel=1e-8)


def test_interval_of_one_row_follows_the_gradient() -> None:
    """Mean spend p v/(q - 1) of a customer without repeat purchases: gradient of its log is (1, -q/(q - 1), 1)."""
    buying, spending = known(BGNBD, bgnbd.NAMES), known(GAMMA_GAMMA, gamma_gamma.NAMES, 1e-4)
    found = lifetime.with_interval(buying, spending, THREE, MEANS, 12, 0.1, 7.0)
    q = GAMMA_GAMMA[1]
    error = 0.01 * math.sqrt(2.0 + (q / (q - 1.0)) ** 2)
    assert found.high[0] / found.value[0] == pytest.approx(math.exp(1.959964 * error), rel=1e-5)
    assert found.value[0] / found.low[0] == pytest.approx(found.high[0] / found.value[0], rel=1e-9)


def test_interval_uses_how_the_estimates_go_together() -> None:
    """Log mean spend with gradient g = (1, -q/(q - 1), 1): se^2 = g' C g, here 0.02 + 0.04 g_q^2 + 2 (0.01 g_q)."""
    covariance = 1e-2 * np.array([[1.0, 1.0, 0.0], [1.0, 4.0, 0.0], [0.0, 0.0, 1.0]])
    spending = Fitted(GAMMA_GAMMA, 0.0, 1e-2 * covariance, 100, gamma_gamma.NAMES)
    q = GAMMA_GAMMA[1]
    slope = -q / (q - 1.0)
    error = math.sqrt(1e-2 * (0.02 + 0.04 * slope**2 + 0.02 * slope))
    found = lifetime.with_interval(BUYING, spending, THREE, MEANS, 12, 0.1, 7.0)
    assert math.log(found.high[0] / found.value[0]) == pytest.approx(1.959964 * error, rel=1e-4)


def test_groups_are_weighted_means_of_their_rows() -> None:
    rows = bgnbd.conditional_expected_purchases(BGNBD, *THREE[:3], 39.0)
    group = np.array([1, 1, -1])
    empty, found = lifetime.purchases_by_group(BUYING, THREE, 39.0, group)
    assert not empty.known and empty.reason == "no data: n = 0"
    assert found.value == pytest.approx((rows[0] + 2 * rows[1]) / 3) and (found.n, found.unit) == (3, "count")
    few = lifetime.purchases_by_group(BUYING, THREE, 39.0, group, minimum=10)[1]
    assert not few.known and "too few: n = 3" in str(few.reason)


def test_purchases_and_share_alive_by_group() -> None:
    group = np.zeros(3, dtype=int)
    purchases = lifetime.purchases_by_group(BUYING, THREE, 39.0, group)[0]
    alive = lifetime.alive_by_group(BUYING, THREE, group)[0]
    each = bgnbd.conditional_expected_purchases(BGNBD, *THREE[:3], 39.0)
    assert purchases.value == pytest.approx(np.average(each, weights=THREE.weight))
    assert alive.value == pytest.approx(np.average(bgnbd.p_alive(BGNBD, *THREE[:3]), weights=THREE.weight))
    nobody_back = lifetime.alive_by_group(BUYING, THREE, np.array([0, -1, -1]))[0]
    assert (nobody_back.value, nobody_back.high, nobody_back.unit) == (1.0, 1.0, "share")


@pytest.mark.parametrize("model", [bgnbd, pnbd])
def test_intervals_cover_the_truth(model: object) -> None:
    """40 simulated shops of 1,500: the expectation under the true parameters lies within nearly all 95 % intervals."""
    buyers, true = (bgnbd_buyers, BGNBD) if model is bgnbd else (pnbd_buyers, (0.553, 10.578, 0.606, 11.669))
    covered = 0
    for seed in range(40):
        seen = buyers(1_500, seed)
        spent = mean_values(seen.x, seed)
        buying = (bgnbd if model is bgnbd else pnbd).fit(seen)
        spending = gamma_gamma.fit(seen.x, spent, seen.weight)
        found = Horizons(buying, spending, seen, spent, (12,), 0.1, 7.0).estimates().values[0]
        truth = lifetime.lifetime_value(known(true, buying.names), SPENDING, seen, spent, 12, 0.1, 7.0).mean()
        assert found.low is not None and found.high is not None
        covered += found.low <= truth <= found.high
    assert covered >= 34  # of 40 at 95 %, fewer than 34 happen about once in 300 times


def test_no_finite_mean_is_said() -> None:
    """q below 1: what a customer without a repeat purchase spends has no mean under the model."""
    spending = known((2.0, 0.9, 10.0), gamma_gamma.NAMES)
    once, again = (Histories(*(column[rows] for column in THREE)) for rows in (slice(0, 1), slice(1, 3)))
    never = Horizons(BUYING, spending, once, MEANS[:1], (12,), 0.1, 7.0).estimates()
    assert not never.values[0].known and "no finite mean" in str(never.values[0].reason)
    assert never.purchases[0].known
    assert Horizons(BUYING, spending, again, MEANS[1:], (12,), 0.1, 7.0).estimates().values[0].known
    rows = lifetime.with_interval(BUYING, spending, THREE, MEANS, 12, 0.1, 7.0)
    assert rows.value[0] == math.inf and np.all(np.isfinite(rows.value[1:]))
    assert not np.isnan(np.concatenate(rows)).any()


def test_a_mean_that_may_be_infinite_has_no_interval() -> None:
    """q = 1.0001 with a standard error of 0.1: half of what is possible has no mean."""
    spending = known((2.0, 1.0001, 10.0), gamma_gamma.NAMES, 0.01)
    found = Horizons(BUYING, spending, THREE, MEANS, (12,), 0.1, 7.0).estimates().values[0]
    assert not found.known and "uncertain" in str(found.reason)
    assert not np.isnan(np.concatenate(lifetime.with_interval(BUYING, spending, THREE, MEANS, 12, 0.1, 7.0))).any()


@pytest.mark.parametrize(("months", "discount", "days"), [(0, 0.1, 7.0), (12, -1.0, 7.0), (12, 0.1, 0.0)])
def test_wrong_use(months: int, discount: float, days: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        lifetime.lifetime_value(BUYING, SPENDING, THREE, MEANS, months, discount, days)
