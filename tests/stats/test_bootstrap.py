"""The bootstrap against scipy's, against a published example, and at its edges."""

import numpy as np
import pytest
from scipy import stats

from cx.stats.bootstrap import FEWEST_VALUES, METHOD, MOST_VALUES, acceleration, bca_interval, bca_mean
from cx.stats.means import mean

# Spatial test scores of 26 children, test A: Efron & Tibshirani (1993), Table 14.1.
SPATIAL = np.array(
    [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41.0]
)
SKEWED = np.array([3, 5, 5, 8, 9, 12, 14, 15, 20, 22, 30, 41, 55, 90, 160, 310.0])


def test_published_example_of_a_variance() -> None:
    """Efron & Tibshirani (1993), sec. 14.3: variance 171.5, a = 0.061, 90 % BCa about (115.8, 259.6)."""
    left_out = np.array([np.delete(SPATIAL, i).var() for i in range(SPATIAL.size)])
    assert SPATIAL.var() == pytest.approx(171.5, abs=0.05)
    assert acceleration(left_out) == pytest.approx(0.061, abs=0.001)
    draws = np.random.default_rng(1).choice(SPATIAL, size=(40_000, SPATIAL.size)).var(axis=1)
    low, high = bca_interval(float(SPATIAL.var()), draws, left_out, confidence=0.90)
    assert (low, high) == pytest.approx((115.8, 259.6), abs=4.0)


def test_same_resamples_same_interval_as_scipy() -> None:
    theirs = stats.bootstrap((SKEWED,), np.mean, method="BCa", n_resamples=2_000, rng=np.random.default_rng(7))
    left_out = np.array([np.delete(SKEWED, i).mean() for i in range(SKEWED.size)])
    ours = bca_interval(float(SKEWED.mean()), theirs.bootstrap_distribution, left_out)
    assert ours == pytest.approx(tuple(theirs.confidence_interval), rel=1e-9)


def test_mean_agrees_with_scipy_up_to_the_resampling() -> None:
    found = bca_mean(SKEWED, unit="money")
    theirs = stats.bootstrap((SKEWED,), np.mean, method="BCa", n_resamples=20_000, rng=np.random.default_rng(3))
    assert found.method == METHOD
    assert found.value == pytest.approx(49.9375)
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(theirs.confidence_interval.low, rel=0.06)
    assert found.high == pytest.approx(theirs.confidence_interval.high, rel=0.06)
    assert found.high - SKEWED.mean() > SKEWED.mean() - found.low, "amounts are skewed: so is their interval"


def test_the_same_values_give_the_same_figures_in_any_order_and_grouped() -> None:
    values = np.repeat([10.0, 20.0, 70.0], [6, 5, 2])
    first = bca_mean(values)
    assert bca_mean(values[::-1]) == first
    assert bca_mean([70, 10, 20], weights=[2, 6, 5]) == first
    assert bca_mean([70, 10, 20, 99], weights=[2, 6, 5, 0]) == first


@pytest.mark.parametrize("n", [FEWEST_VALUES - 1, MOST_VALUES + 1])
def test_outside_its_reach_it_is_the_t_interval(n: int) -> None:
    values = np.arange(n, dtype=np.float64)
    found = bca_mean(values)
    assert found == mean(n, values.sum(), (values**2).sum())
    assert found.method == "t"


def test_nothing_one_and_equal_values() -> None:
    assert bca_mean([]).reason == "no data: n = 0"
    assert bca_mean([4.0]).reason == "too few: n = 1, at least 2 needed"
    assert bca_mean([4.0] * 9, minimum=10).reason == "too few: n = 9, at least 10 needed"
    equal = bca_mean([4.0] * 20)
    assert (equal.value, equal.low, equal.high, equal.method) == (4.0, 4.0, 4.0, "none: all values equal")
    at_end = bca_mean([5.0] * 20, low_bound=1.0, high_bound=5.0)
    assert at_end.low is not None
    assert 1.0 < at_end.low < 5.0 == at_end.high
    assert not bca_mean([0.0] * 20).known


def test_interval_stays_within_the_scale() -> None:
    found = bca_mean([1.0] * 11 + [5.0], low_bound=1.0, high_bound=5.0)
    assert found.low is not None
    assert found.high is not None
    assert 1.0 <= found.low <= 4 / 3 <= found.high <= 5.0


def test_refuses_what_cannot_be_resampled() -> None:
    for values, weights in (([1.0, np.nan], None), ([1.0, 2.0], [1.0]), ([1.0], [0.5]), ([1.0], [-1.0])):
        with pytest.raises(ValueError, match="must be"):
            bca_mean(values, weights=weights)
    with pytest.raises(ValueError, match="must not be empty"):
        bca_interval(1.0, [], [1.0])
    with pytest.raises(ValueError, match="must be finite"):
        bca_interval(1.0, [np.nan], [1.0])
    assert bca_interval(2.0, [2.0, 2.0], [2.0, 2.0]) == (2.0, 2.0)


def test_a_value_beyond_every_resample_still_has_an_interval() -> None:
    low, high = bca_interval(9.0, [1.0, 2.0, 3.0, 4.0], [8.0, 9.0, 10.0])
    assert 1.0 <= low <= high <= 4.0


@pytest.mark.parametrize("seed", range(3))
def test_covers_the_mean_of_skewed_amounts_better_than_the_plain_percentiles_would(seed: int) -> None:
    """400 samples of 40 exponential amounts: nominal 95 %, within three standard errors of what BCa reaches (93 %)."""
    generator = np.random.default_rng(seed)
    found = [bca_mean(generator.exponential(50.0, 40)) for _ in range(400)]
    hit = np.mean([e.low <= 50.0 <= e.high for e in found if e.low is not None and e.high is not None])
    assert 0.89 <= hit <= 0.97
