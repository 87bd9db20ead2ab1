"""Gamma-Gamma: recovery of known parameters, derivatives, shrinkage by hand, and what it refuses to fit."""

import math

import numpy as np
import pytest

from bench.buyers import GAMMA_GAMMA, bgnbd_buyers, mean_values
from cx.stats import gamma_gamma
from cx.stats.fitting import NotFitted


def test_recovers_the_parameters_it_was_simulated_from() -> None:
    x = bgnbd_buyers(20_000, seed=1).x
    fitted = gamma_gamma.fit(x, mean_values(x, seed=2), np.ones(x.size))
    assert fitted.customers == (x > 0).sum()
    for found, error, true in zip(fitted.parameters, fitted.standard_errors(), GAMMA_GAMMA, strict=True):
        assert abs(found - true) < 3 * error


def test_the_fit_does_not_depend_on_the_currency() -> None:
    x = bgnbd_buyers(4_000, seed=1).x
    value, weight = mean_values(x, seed=2), np.ones(x.size)
    one, other = gamma_gamma.fit(x, value, weight), gamma_gamma.fit(x, 1_000.0 * value, weight)
    assert other.parameters == pytest.approx(np.array(one.parameters) * [1, 1, 1_000], rel=1e-6)
    assert one.log_likelihood == pytest.approx(gamma_gamma.log_likelihood(one.parameters, x, value, weight))


def test_rows_with_weights_stand_for_several_customers() -> None:
    x = np.maximum(bgnbd_buyers(500, seed=1).x, 1.0)
    value = mean_values(x, seed=2)
    repeated = gamma_gamma.fit(np.repeat(x, 3), np.repeat(value, 3), np.ones(1_500))
    weighted = gamma_gamma.fit(x, value, np.full(500, 3.0))
    assert weighted.parameters == pytest.approx(repeated.parameters, rel=1e-6)
    assert (weighted.customers, repeated.customers) == (1_500, 1_500)


def test_derivatives_are_those_of_the_likelihood() -> None:
    x = np.maximum(bgnbd_buyers(300, seed=1).x, 1.0)
    likelihood, step = gamma_gamma._Likelihood(x, mean_values(x, seed=2), np.ones(300)), 1e-5
    at = np.array([2.0, 3.0, 20.0])
    point = likelihood(at)
    for k, along in enumerate(step * np.eye(3)):
        up, down = likelihood(at + along), likelihood(at - along)
        assert (up.value - down.value) / (2 * step) == pytest.approx(point.gradient[k], rel=1e-5, abs=1e-5)
        assert (up.gradient - down.gradient) / (2 * step) == pytest.approx(point.hessian[k], rel=1e-5, abs=1e-4)


def test_expected_value_lies_between_own_and_population_mean() -> None:
    """p = 2, q = 3, v = 10: population 2 x 10 / 2 = 10; x = 2 of 40: 2 (10 + 80) / (4 + 2) = 30."""
    parameters = (2.0, 3.0, 10.0)
    assert gamma_gamma.population_mean(parameters) == 10.0
    found = gamma_gamma.expected_value(parameters, [2, 0, 0, 1_000_000], [40.0, math.nan, 0.0, 40.0])
    assert found == pytest.approx([30.0, 10.0, 10.0, 40.0], rel=1e-4)


def test_without_a_mean_the_answer_is_infinite_not_wrong() -> None:
    """q = 0.5: without a purchase there is no mean; one purchase of 7 gives 2 (1 + 7) / (2 + 0.5 - 1)."""
    parameters = (2.0, 0.5, 1.0)
    assert gamma_gamma.population_mean(parameters) == math.inf
    assert gamma_gamma.expected_value(parameters, [0, 1], [0.0, 7.0]) == pytest.approx([math.inf, 16 / 1.5])


def test_independence() -> None:
    x = bgnbd_buyers(5_000, seed=1).x
    value, weight = mean_values(x, seed=2), np.ones(x.size)
    apart = gamma_gamma.independence(x, value, weight)
    assert apart.low is not None and apart.high is not None and apart.low < 0.0 < apart.high
    assert apart.n == (x > 0).sum()
    again = x > 0
    assert apart.value == pytest.approx(np.corrcoef(x[again], value[again])[0, 1])
    together = gamma_gamma.independence(x, value * np.sqrt(np.maximum(x, 1.0)), weight)
    assert together.low is not None and together.low > 0.1


def test_independence_interval_covers() -> None:
    """Frequency and value drawn apart, both skewed: about 95 of 100 intervals hold 0 (here 400 draws)."""
    rng = np.random.default_rng(1)
    held = 0
    for _draw in range(400):
        found = gamma_gamma.independence(rng.geometric(0.4, 400), rng.lognormal(3.0, 0.8, 400), np.ones(400))
        held += found.low is not None and found.high is not None and found.low <= 0.0 <= found.high
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.parametrize(
    ("x", "value", "reason"),
    [
        ([1, 2, 3], [4.0, 5.0, 6.0], "too few: n = 3"),
        ([0, 0], [1.0, 2.0], "n = 0"),
        ([2] * 9, range(1, 10), "number of repeat purchases is the same"),
        (range(1, 10), [5.0] * 9, "mean value is the same"),
        (range(1, 10), range(1, 10), "on one line"),
    ],
)
def test_independence_is_withheld_in_words(x: list[float], value: list[float], reason: str) -> None:
    found = gamma_gamma.independence(list(x), list(value), np.ones(len(x)))
    assert not found.known and reason in str(found.reason)


@pytest.mark.parametrize(
    ("x", "value", "reason"),
    [
        ([0, 0], [0.0, 0.0], "no customer has a repeat purchase of a value above 0"),
        ([1, 2], [-3.0, math.nan], "no customer has a repeat purchase of a value above 0"),
        ([1, 2, 3], [5.0, 5.0, 5.0], "exactly the same"),
        ([1] * 40, [5.0, 10.0] * 20, "are all worth the same"),
        ([3] * 400, np.random.default_rng(1).gamma(50.0, 1.0, 400), "all customers spending equally much"),
    ],
)
def test_refuses_in_words(x: list[float], value: list[float], reason: str) -> None:
    with pytest.raises(NotFitted, match=reason):
        gamma_gamma.fit(x, value, np.ones(len(x)))
