"""Bands of projections: what they are made of, and that they hold what comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import special

from cx.stats.estimate import Estimate
from cx.stats.fitting import Fitted
from cx.stats.levelled import Levelled, lack_of_fit
from cx.stats.projection import Floats, Track, hold_out, holds


def exponential(parameters: Sequence[float], ages: Floats) -> Floats:
    """The simplest model: a share lost per period, exp(-rate x age)."""
    return np.asarray(np.exp(-parameters[0] * ages), dtype=np.float64)


def fitted(rate: float, variance: float) -> Fitted:
    return Fitted((rate,), 0.0, np.array([[variance]]), 100, ("rate",))


def track(ages: Floats, shares: Floats, n: float) -> Track:
    error = 1.959964 * np.sqrt(shares * (1.0 - shares) / n)
    return Track(ages, shares, np.full(len(ages), n), np.maximum(shares - error, 0.0), np.minimum(shares + error, 1.0))


def test_the_band_adds_up_its_uncertainties() -> None:
    """p = exp(-0.5), the level as the model has it; slope of its log odds: -0.5 / (1 - p), less that of age 4."""
    known = track(np.array([4.0]), exponential((0.1,), np.array([4.0])), 1e9)
    p, q = np.exp(-0.5), np.exp(-0.4)
    (found,) = Levelled(exponential, fitted(0.1, 0.04), known).ahead(np.array([5.0]), 400, 0.01)
    slope = -0.5 / (1 - p) + 0.4 / (1 - q)
    error = np.sqrt(slope**2 * 0.04 + 0.01 + 1 / (400 * p * (1 - p)))
    assert found.value == pytest.approx(p)
    assert found.low == pytest.approx(special.expit(special.logit(p) - 1.959964 * error), rel=1e-5)
    assert found.high == pytest.approx(special.expit(special.logit(p) + 1.959964 * error), rel=1e-5)


def test_the_level_of_the_last_six_ages_is_carried_on() -> None:
    """Half a logit above the model in ages 3 to 8, whatever ages 1 and 2 were: half a logit above it at age 9."""
    ages = np.arange(1.0, 9.0)
    shares = special.expit(special.logit(exponential((0.1,), ages)) + np.where(ages > 2, 0.5, -3.0))
    (found,) = Levelled(exponential, fitted(0.1, 0.04), track(ages, shares, 1e6)).ahead(np.array([9.0]), 400, 0.0)
    assert special.logit(found.value) - special.logit(np.exp(-0.9)) == pytest.approx(0.5, abs=1e-4)


def test_the_ends_never_leave_their_range() -> None:
    known = track(np.arange(1.0, 4.0), np.array([0.0, 1.0, 0.5]), 30)
    for age in (0.0, 1e-6, 1e4):
        (found,) = Levelled(exponential, fitted(0.1, 4.0), known).ahead(np.array([age]), 30, 2.0)
        assert 0.0 <= (found.low or 0.0) <= (found.value or 0.0) <= (found.high or 0.0) <= 1.0


def test_chance_alone_is_no_lack_of_fit_and_a_bias_is() -> None:
    rng = np.random.default_rng(1)
    ages = np.arange(1.0, 41.0)
    p = exponential((0.05,), ages)
    by_chance = [lack_of_fit(track(ages, rng.binomial(2000, p) / 2000, 2000), p) for _ in range(200)]
    assert np.mean(by_chance) < 1e-3
    # Half a logit off everywhere: its square.
    assert lack_of_fit(track(ages, special.expit(special.logit(p) + 0.5), 2000), p) == pytest.approx(0.25, abs=0.02)
    assert lack_of_fit(track(ages[:0], p[:0], 2000), p[:0]) == 0.0


def test_a_wrong_model_is_found_out() -> None:
    """Activity falls to a third at once after period 10, which a constant loss does not know: no hidden age is held."""
    ages = np.arange(1.0, 31.0)
    shares = exponential((0.02,), ages) * np.where(ages > 10, 1 / 3, 1.0)
    seen = track(ages, shares, 5000)
    carrier = Levelled(exponential, fitted(0.02, 1e-6), seen.where(ages <= 10))
    found = hold_out(carrier, seen.where(ages > 10))
    assert found.held == 0
    assert found.miss == pytest.approx(np.mean(exponential((0.02,), ages[10:]) * 2 / 3), abs=1e-3)
    assert found.extra > 1.0


def test_a_band_holds_its_ends() -> None:
    band = Estimate(0.5, 0.4, 0.6, 100, "share", "")
    assert [holds(band, share) for share in (0.39, 0.4, 0.6, 0.61)] == [False, True, True, False]
