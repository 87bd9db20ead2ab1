"""Survival carried on from its last observed point: it never rises, and its band holds what comes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from cx.stats import sbg
from cx.stats.conditional import Conditional, lack_of_fit
from cx.stats.fitting import Fitted
from cx.stats.projection import Floats, Track, hold_out
from cx.stats.survival import Durations, durations, kaplan_meier, survival_at

ALPHA, BETA = 0.8, 8.0


def model(parameters: Sequence[float], ages: Floats) -> Floats:
    return sbg.survival(parameters[0], parameters[1], ages)


def half_life(parameters: Sequence[float], ages: Floats) -> Floats:
    """exp(-rate x age)."""
    return np.asarray(np.exp(-parameters[0] * ages), dtype=np.float64)


def point(age: float, share: float, low: float, high: float) -> Track:
    return Track(*(np.array([x]) for x in (age, share, 100.0, low, high)))


def test_the_share_of_those_still_there_is_carried_on_and_the_band_begins_at_the_observed_interval() -> None:
    """Observed 0.4 (0.35 to 0.45) at age 10, where the model has exp(-0.5) = 0.61: 0.4 exp(-0.05) at age 11."""
    carrier = Conditional(
        half_life, Fitted((0.05,), 0.0, np.array([[0.0]]), 100, ("rate",)), point(10, 0.4, 0.35, 0.45)
    )
    here, next_one = carrier.ahead(np.array([10.0, 11.0]), 10**9, 0.0)
    assert (here.value, here.low, here.high) == pytest.approx((0.4, 0.35, 0.45), abs=1e-6)
    assert next_one.value == pytest.approx(0.4 * np.exp(-0.05))


def test_the_band_joins_the_interval_the_parameters_the_lack_of_fit_and_chance() -> None:
    """On -log S: 0.05 further, known to a factor exp(+-z 0.2) and to +-z 0.3 of it; chance (e^0.05 - 1) / (0.4 n)."""
    carrier = Conditional(half_life, Fitted((0.05,), 0.0, np.array([[0.04]]), 9, ("rate",)), point(10, 0.4, 0.35, 0.45))
    (found,) = carrier.ahead(np.array([11.0]), 200, 0.09)
    z = 1.959964
    chance = z**2 * np.expm1(0.05) / (200 * 0.4)
    of_model = 0.05**2 * (np.expm1(z * 0.2) ** 2 + (z * 0.3) ** 2)
    up = np.sqrt(np.log(0.4 / 0.35) ** 2 + of_model + chance)
    assert found.low == pytest.approx(0.4 * np.exp(-0.05 - up), rel=1e-4)


def test_a_hazard_out_by_half_is_a_lack_of_fit_of_a_quarter() -> None:
    expected = np.array([0.1, 0.2, 0.4])
    assert lack_of_fit(0.5 * expected, expected, np.zeros(3)) == pytest.approx(0.25)
    assert lack_of_fit(0.5 * expected, expected, np.ones(3)) == 0.0
    assert lack_of_fit(expected[:0], expected[:0], expected[:0]) == 0.0


def watched(months: Floats, lives: Floats) -> Durations:
    gone = lives <= months
    return durations(np.where(gone, lives, months), gone, ~gone)


def observed(counts: Durations) -> Track:
    curve = kaplan_meier(counts)
    found = [(age, survival_at(curve, age, minimum=30)) for age in range(1, int(curve.last) + 1)]
    return Track(*np.array([(age, e.value, e.n, e.low, e.high) for age, e in found if e.known], dtype=np.float64).T)


def fit(counts: Durations) -> Fitted:
    ages = counts.times.astype(int)
    lost, still = (np.bincount(ages, part, ages[-1] + 1) for part in (counts.events, counts.censored))
    return sbg.fit(sbg.tenures(lost[1:], still))


def test_of_a_right_model_nothing_rises_and_the_bands_hold() -> None:
    """Customers who start over 24 months: hidden ages and the truth a year ahead lie in 95 % bands."""
    rng = np.random.default_rng(5)
    held, covered = [], []
    for _ in range(40):
        months, lives = 24.0 - rng.integers(0, 24, 1500), rng.geometric(rng.beta(ALPHA, BETA, 1500)).astype(float)
        now, early = watched(months, lives), months > 8
        then = watched(months[early] - 8, lives[early])
        known, before = observed(now), observed(then)
        hidden = known.where(known.ages > before.ages[-1])
        tested = hold_out(Conditional(model, fit(then), before), hidden)
        held.append(tested.held / hidden.ages.size)
        ages = np.arange(known.ages[-1] + 1, known.ages[-1] + 13)
        carrier = Conditional(model, fit(now), known)
        found = carrier.ahead(ages, 1500, max(carrier.strayed(), tested.extra))
        covered += [
            (e.low or 0) <= true <= (e.high or 0)
            for e, true in zip(found, sbg.survival(ALPHA, BETA, ages), strict=True)
        ]
        assert (found[0].value or 0) <= known.shares[-1]
        for one, other in pairwise(found):
            assert (other.value or 0) <= (one.value or 0)
            assert (other.high or 0) <= (one.high or 0)
    assert 0.9 <= np.mean(held) <= 1.0
    assert np.mean(covered) >= 0.93
