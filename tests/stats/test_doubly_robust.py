"""The doubly robust estimator: exact where it must be, honest where it cannot know."""

from __future__ import annotations

import numpy as np
import pytest

from cx.stats.arrays import Mask, Vector
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.design import Design, standardised
from cx.stats.doubly_robust import Effect, doubly_robust


def strata() -> tuple[Design, Mask, Vector]:
    """Two strata: good 30 of 40 and 10 of 40; outcome 10 + stratum 20 + good 5, with the same spread everywhere."""
    stratum = np.repeat([0.0, 1.0], 40)
    good = np.concatenate([np.arange(40) < 30, np.arange(40) < 10])
    noise = np.tile([-1.0, 1.0], 40)
    return standardised(stratum[:, None], ["stratum"]), good, 10.0 + 20.0 * stratum + 5.0 * good + noise


def test_within_strata_the_effect_is_exact() -> None:
    """The raw gap is 5 - 10 = -5: the good are mostly of the poorer stratum; within each it is 5."""
    design, good, outcome = strata()
    assert outcome[good].mean() - outcome[~good].mean() == pytest.approx(-5.0)
    found = doubly_robust(design, good, outcome[:, None])
    assert found.everybody[0].value == pytest.approx(5.0)
    assert found.bad[0].value == pytest.approx(5.0)
    assert found.overlap == 1.0


def test_an_effect_that_differs_is_weighted_by_whom_it_is_for() -> None:
    """5 in one stratum, 9 in the other: 7 for all, (10 x 5 + 30 x 9) / 40 = 8 for those with the bad experience."""
    design, good, outcome = strata()
    outcome = outcome + 4.0 * (good & (np.arange(80) >= 40))
    found = doubly_robust(design, good, outcome[:, None])
    assert found.everybody[0].value == pytest.approx(7.0)
    assert found.bad[0].value == pytest.approx(8.0)


def test_either_model_may_be_wrong() -> None:
    """The outcome bends with x and the lines do not, but the chance is right: the mean error is noise."""
    rng = np.random.default_rng(11)
    errors = []
    for _run in range(60):
        x = rng.normal(size=800)
        good = rng.random(800) < 1.0 / (1.0 + np.exp(-0.8 * x))
        outcome = 3.0 * good + x**2 + 2.0 * x + rng.normal(size=800)
        effect = doubly_robust(standardised(x[:, None], ["x"]), good, outcome[:, None]).everybody[0]
        errors.append(effect.value - 3.0)
    assert abs(np.mean(errors)) < 3.0 * np.std(errors) / 60**0.5 + 0.02


def test_equal_outcomes_are_withheld_in_words() -> None:
    design, good, _outcome = strata()
    effect = doubly_robust(design, good, np.zeros((80, 1))).everybody[0]
    assert effect.estimate("money").reason == "no spread: the outcome is the same for everybody"
    assert effect.p_value() is None


def test_a_share_never_leaves_its_range() -> None:
    """A regression line may overshoot a share; the estimate may not."""
    estimate = Effect(1.02, 0.05, 40, 90).estimate("share", -1.0, 1.0)
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx(1.02 - 0.05 * 2.02108, abs=1e-5)


def test_without_overlap_it_says_so() -> None:
    x = np.arange(60.0)
    found = doubly_robust(standardised(x[:, None], ["x"]), x >= 30, (x + 1.0)[:, None])
    assert found.separated
    assert found.overlap < 0.9


def test_a_group_of_one() -> None:
    design, _good, outcome = strata()
    with pytest.raises(ValueError, match="at least two"):
        doubly_robust(design, np.arange(80) < 1, outcome[:, None])


def test_a_skewed_sum_moves_the_interval_and_agrees_with_its_p_value() -> None:
    """Hall (1992) by hand: g(t) = t + k t^2 / 3 + k^2 t^3 / 27 + k / 6; at the ends of his interval g is -+ t."""
    plain, skewed = Effect(1.0, 0.5, 40, 90), Effect(1.0, 0.5, 40, 90, skew=-0.4)
    p_of_2 = 2.0 - 0.4 * (4.0 / 3.0 + 1.0 / 6.0) + 0.16 * 8.0 / 27.0
    assert skewed.p_value() == pytest.approx(two_sided_p(p_of_2, 40))
    assert (plain.p_value() or 0.0) < (skewed.p_value() or 0.0)
    first, second = plain.estimate("money"), skewed.estimate("money")
    assert (second.low or 0.0) < (first.low or 0.0)
    assert second.high == first.high
    end = (1.0 - (second.low or 0.0)) / 0.5
    assert end - 0.4 * (end**2 / 3.0 + 1.0 / 6.0) + 0.16 * end**3 / 27.0 == pytest.approx(critical_t(40))


@pytest.mark.parametrize("skew", [-1.2, -0.3, 0.0, 0.5, 1.5])
def test_p_is_below_5_percent_exactly_when_the_interval_leaves_zero_out(skew: float) -> None:
    for value in np.linspace(-3.0, 3.0, 61):
        effect = Effect(float(value), 1.0, 30, 80, skew)
        found = effect.estimate("money")
        assert ((effect.p_value() or 1.0) < 0.05) is not ((found.low or 0.0) <= 0.0 <= (found.high or 0.0))


def test_without_an_effect_skewed_amounts_of_a_small_group_are_rarely_called_real() -> None:
    """40 of 300 in the bad group, nearly half of all spend nothing: at most 7 % real, where the metric shows a figure
    at all (20 who spend in either group). t alone, without that condition, calls about 8 % real.
    """
    rng, real, runs = np.random.default_rng(21), 0, 300
    good = np.arange(300) >= 40
    for _run in range(runs):
        x = rng.normal(size=(300, 3))
        spent = np.where(rng.random(300) < 0.55, np.exp(rng.normal(4.0 + 0.3 * x[:, 0])), 0.0)
        if np.count_nonzero(spent[~good]) < 20:
            continue
        effect = doubly_robust(standardised(x, ["a", "b", "c"]), good, spent[:, None]).everybody[0]
        real += (effect.p_value() or 1.0) < 0.05
    assert real / runs <= 0.07
