"""Means from sums and the Welch difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.means import mean, no_spread_interval, sample_variance, welch

SCORES = st.lists(st.integers(1, 7), min_size=2, max_size=60)


def test_statpsych_ci_mean() -> None:
    """Bonett's statpsych, ci.mean: mean 38.3, sd 8.14, n 10 -> 32.47699 to 44.12301."""
    estimate = mean(10, 383.0, 9 * 8.14**2 + 10 * 38.3**2)
    assert estimate.value == pytest.approx(38.3)
    assert (estimate.low, estimate.high) == pytest.approx((32.47699, 44.12301), abs=5e-6)
    assert estimate.method == "t"


def test_customer_effort_score_by_hand() -> None:
    """CYS Group's example: 80, 210, 140, 110, 160, 180, 120 answers of 1 to 7 have mean 4.08."""
    counts = [80, 210, 140, 110, 160, 180, 120]
    total = sum(score * count for score, count in enumerate(counts, start=1))
    squares = sum(score**2 * count for score, count in enumerate(counts, start=1))
    estimate = mean(sum(counts), total, squares, low_bound=1, high_bound=7)
    assert (estimate.value, estimate.n, estimate.unit) == (4.08, 1000, "score")


def test_two_values_by_hand() -> None:
    """3 and 5: mean 4, s^2 = 2, standard error 1, t with one degree of freedom 12.706."""
    estimate = mean(2, 8.0, 34.0)
    assert (estimate.low, estimate.high) == pytest.approx((4 - 12.7062, 4 + 12.7062), abs=1e-4)


def test_clipped_to_the_scale() -> None:
    estimate = mean(2, 8.0, 34.0, low_bound=1, high_bound=7)
    assert (estimate.low, estimate.high) == (1.0, 7.0)


def test_all_equal_at_the_end_of_a_scale_is_the_wilson_interval_stretched_over_it() -> None:
    """Ten times 5 on 1..5: Wilson low of 10/10 is 0.72246, so 1 + 4 * 0.72246 = 3.8898."""
    estimate = mean(10, 50.0, 250.0, low_bound=1, high_bound=5)
    assert (estimate.value, estimate.high) == (5.0, 5.0)
    assert estimate.low == pytest.approx(3.8898, abs=1e-4)
    assert estimate.method == "Wilson score, all values equal"


def test_all_equal_in_the_middle_reaches_both_ways() -> None:
    low, high, _ = no_spread_interval(3.0, 10, 1.0, 5.0)
    assert high - 3.0 == pytest.approx(3.0 - low)
    assert high - 3.0 == pytest.approx(2.0 * 0.27753, abs=1e-4)


def test_all_equal_without_bounds_has_no_width_and_says_so() -> None:
    estimate = mean(4, 200.0, 10_000.0, unit="money")
    assert (estimate.low, estimate.value, estimate.high) == (50.0, 50.0, 50.0)
    assert estimate.method == "none: all values equal"


def test_nothing_but_zeros_on_an_open_scale_is_withheld_with_what_it_shows() -> None:
    """Nobody of 1,200 bought: Wilson's upper limit for 0 of n is z^2 / (n + z^2) = 3.8415 / 1203.84 = 0.32 %."""
    estimate = mean(1200, 0.0, 0.0, low_bound=0.0, unit="money")
    assert (estimate.value, estimate.n) == (None, 1200)
    assert estimate.reason == ("all 1,200 values are 0; with 95 % confidence at most 0.32% of such customers differ")
    assert mean(10, 0.0, 0.0, low_bound=0.0, high_bound=1.0).value == 0.0


def test_rounding_is_not_spread() -> None:
    """Ten thousand times 0.1: added one by one in floating point, 0.01 comes to 100.00000000001425."""
    assert sample_variance(10_000, 1000.0, 100.00000000001425) == 0.0


def test_withheld_below_the_minimum() -> None:
    assert mean(0, 0.0, 0.0).reason == "no data: n = 0"
    assert mean(1, 4.0, 16.0).reason == "too few: n = 1, at least 2 needed"
    assert mean(1, 4.0, 16.0, minimum=0).reason == "too few: n = 1, at least 2 needed"
    assert mean(7, 28.0, 120.0, minimum=30).reason == "too few: n = 7, at least 30 needed"


def test_impossible_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="total_squares == 10"):
        mean(2, 8.0, 10.0)
    with pytest.raises(ValueError, match="value == 8"):
        mean(2, 16.0, 130.0, low_bound=1, high_bound=7)


def test_statpsych_welch() -> None:
    """Bonett's statpsych, ci.mean2: 8.1, se 0.5408327, t 14.9769, df 73.54, 7.022256 to 9.177744."""
    contrast = welch(40, 19.4, 2.7**2, 40, 11.3, 2.1**2)
    assert contrast.standard_error == pytest.approx(0.5408327, abs=5e-8)
    assert contrast.df == pytest.approx(73.54, abs=0.005)
    assert contrast.estimate.value == pytest.approx(8.1)
    assert contrast.estimate.value / contrast.standard_error == pytest.approx(14.9769, abs=5e-5)
    assert (contrast.estimate.low, contrast.estimate.high) == pytest.approx((7.022256, 9.177744), abs=5e-6)
    assert contrast.p_value is not None
    assert contrast.p_value < 1e-20


def test_welch_without_spread_or_with_too_few() -> None:
    assert welch(5, 4.0, 0.0, 5, 3.0, 0.0).estimate.reason == "no spread: all values are equal within each group"
    assert welch(1, 4.0, 0.0, 5, 3.0, 1.0).estimate.reason == "too few: n = 1, at least 2 needed"
    assert welch(5, 4.0, 1.0, 0, 0.0, 0.0).estimate.reason == "no data: n = 0"


def test_welch_with_one_constant_group_is_the_one_sample_t() -> None:
    contrast = welch(10, 38.3, 8.14**2, 500, 30.0, 0.0)
    assert contrast.df == pytest.approx(9)
    assert contrast.standard_error == pytest.approx(2.574094, abs=5e-7)


@given(SCORES)
def test_interval_holds_the_mean_and_stays_on_the_scale(scores: list[int]) -> None:
    squares = sum(score**2 for score in scores)
    estimate = mean(len(scores), sum(scores), squares, low_bound=1, high_bound=7)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 1.0 <= estimate.low <= estimate.value <= estimate.high <= 7.0
    assert estimate.low < estimate.high


@given(SCORES, st.integers(2, 10))
def test_more_answers_narrow_it(scores: list[int], times: int) -> None:
    n, total, squares = len(scores), sum(scores), sum(score**2 for score in scores)
    few = mean(n, total, squares, low_bound=1, high_bound=7)
    many = mean(times * n, times * total, times * squares, low_bound=1, high_bound=7)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low <= few.high - few.low


@given(SCORES, SCORES)
def test_welch_is_antisymmetric(first: list[int], second: list[int]) -> None:
    one = (len(first), float(np.mean(first)), float(np.var(first, ddof=1)))
    two = (len(second), float(np.mean(second)), float(np.var(second, ddof=1)))
    forth, back = welch(*one, *two), welch(*two, *one)
    assert forth.p_value == pytest.approx(back.p_value)
    if forth.estimate.known:
        assert forth.estimate.low == pytest.approx(-(back.estimate.high or 0.0))


def test_coverage_is_near_nominal() -> None:
    """400 seeded samples of 50 answers on 1..5 with a true mean of 3.7."""
    draws = np.random.default_rng(20240603).choice([1, 2, 3, 4, 5], p=[0.1, 0.1, 0.15, 0.3, 0.35], size=(400, 50))
    totals, squares = draws.sum(axis=1), (draws**2).sum(axis=1)
    estimates = [mean(50, float(t), float(s)) for t, s in zip(totals, squares, strict=True)]
    assert 0.92 <= np.mean([(e.low or 0.0) <= 3.7 <= (e.high or 0.0) for e in estimates]) <= 0.98
