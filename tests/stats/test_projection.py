"""Bands of projections: what they are made of, and that they hold what comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import special

from cx.stats import sbg
from cx.stats.fitting import Fitted
from cx.stats.projection import Floats, Track, hold_out, lack_of_fit, projected


def exponential(parameters: Sequence[float], ages: Floats) -> Floats:
    """The simplest model: a share lost per period, exp(-rate x age)."""
    return np.asarray(np.exp(-parameters[0] * ages), dtype=np.float64)


def fitted(rate: float, variance: float) -> Fitted:
    return Fitted((rate,), 0.0, np.array([[variance]]), 100, ("rate",))


def test_the_band_adds_up_its_three_uncertainties() -> None:
    """p = exp(-0.5); slope of its log odds by log(rate): -0.5 / (1 - p)."""
    p = np.exp(-0.5)
    (found,) = projected(exponential, fitted(0.1, 0.04), np.array([5.0]), np.array([400.0]), 0.01)
    error = np.sqrt((0.5 / (1 - p)) ** 2 * 0.04 + 0.01 + 1 / (400 * p * (1 - p)))
    assert found.value == pytest.approx(p)
    assert found.low == pytest.approx(special.expit(special.logit(p) - 1.959964 * error), rel=1e-5)
    assert found.high == pytest.approx(special.expit(special.logit(p) + 1.959964 * error), rel=1e-5)


def test_the_ends_never_leave_their_range() -> None:
    for age in (0.0, 1e-6, 1e4):
        (found,) = projected(exponential, fitted(0.1, 4.0), np.array([age]), np.array([30.0]), 2.0)
        assert 0.0 <= (found.low or 0.0) <= (found.value or 0.0) <= (found.high or 0.0) <= 1.0


def test_chance_alone_is_no_lack_of_fit_and_a_bias_is() -> None:
    rng = np.random.default_rng(1)
    ages, n = np.arange(1.0, 41.0), np.full(40, 2000.0)
    p = exponential((0.05,), ages)
    by_chance = [lack_of_fit(Track(ages, rng.binomial(2000, p) / 2000, n), p) for _ in range(200)]
    assert np.mean(by_chance) < 1e-3
    # Half a logit off everywhere: its square.
    assert lack_of_fit(Track(ages, special.expit(special.logit(p) + 0.5), n), p) == pytest.approx(0.25, abs=0.02)
    assert lack_of_fit(Track(ages[:0], p[:0], n[:0]), p[:0]) == 0.0


def test_the_band_of_a_right_model_holds_what_was_hidden() -> None:
    """Shifted-beta-geometric customers, 12 periods seen and 12 hidden: 95 % of the hidden ages lie in the band."""
    rng = np.random.default_rng(5)
    ages, held = np.arange(1.0, 25.0), []
    for _ in range(60):
        leaving = rng.geometric(rng.beta(0.8, 5.0, 1500))
        alive = np.array([(leaving > age).mean() for age in ages])
        counts = sbg.of_cohorts([[1500, *(1500 * alive[:12])]])
        track = Track(ages, alive, np.full(24, 1500.0))
        model = sbg.fit(counts)
        found = hold_out(
            lambda at, k: sbg.survival(at[0], at[1], k), model, track.where(ages <= 12), track.where(ages > 12)
        )
        assert [age for age, _e in found.forecast] == list(range(13, 25))
        held.append(found.held / 12)
    assert 0.9 <= np.mean(held) <= 1.0


def test_a_wrong_model_is_found_out() -> None:
    """Nobody leaves after period 10, which a constant loss does not know: none of the hidden ages is held."""
    ages = np.arange(1.0, 31.0)
    shares = exponential((0.1,), np.minimum(ages, 10.0))
    track = Track(ages, shares, np.full(30, 5000.0))
    found = hold_out(exponential, fitted(0.1, 1e-6), track.where(ages <= 10), track.where(ages > 10))
    assert found.held == 0
    assert found.miss == pytest.approx(np.mean(np.exp(-1) - np.exp(-0.1 * ages[10:])))
    assert found.extra > 0.1
