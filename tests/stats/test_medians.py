"""Median of a histogram."""

import statistics
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.medians import weighted_median

DAYS = st.lists(st.integers(0, 400), min_size=6, max_size=200)


def test_ten_values_by_hand() -> None:
    """1 to 10: median 5.5; by the usual table ranks 2 and 9 hold it with 97.9 %."""
    estimate = weighted_median(range(1, 11), [1] * 10)
    assert (estimate.value, estimate.low, estimate.high) == (5.5, 2.0, 9.0)
    assert (estimate.n, estimate.unit, estimate.method) == (10, "days", "binomial order statistics")


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(6, 1, 6), (8, 1, 8), (9, 2, 8), (15, 4, 12), (20, 6, 15), (25, 8, 18), (100, 40, 61)],
)
def test_table_of_ranks(n: int, low: int, high: int) -> None:
    """Conover, Practical Nonparametric Statistics: 95 % order-statistic ranks of the median."""
    estimate = weighted_median(range(1, n + 1), [1] * n)
    assert (estimate.low, estimate.high) == (low, high)


def test_bins_may_come_in_any_order_and_be_empty() -> None:
    estimate = weighted_median([30, 7, 14, 99], [2, 5, 4, 0])
    assert (estimate.value, estimate.n) == (14.0, 11)


def test_all_equal_has_no_width() -> None:
    estimate = weighted_median([3.0], [50])
    assert (estimate.low, estimate.value, estimate.high) == (3.0, 3.0, 3.0)


def test_millions_of_values_in_two_bins() -> None:
    estimate = weighted_median([1, 2], [6_000_000, 4_000_000])
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (1.0, 1.0, 1.0, 10_000_000)


def test_withheld() -> None:
    assert weighted_median([], []).reason == "no data: n = 0"
    assert weighted_median([4], [0]).reason == "no data: n = 0"
    assert weighted_median([4], [1]).reason == "too few: n = 1, at least 6 needed"
    assert weighted_median([4, 5], [2, 3], minimum=1).reason == "too few: n = 5, at least 6 needed"
    assert weighted_median([4, 5], [4, 3], minimum=30).reason == "too few: n = 7, at least 30 needed"


def test_wrong_histograms_are_refused() -> None:
    with pytest.raises(ValueError, match="must be equal and flat"):
        weighted_median([1, 2], [3])
    with pytest.raises(ValueError, match="whole numbers"):
        weighted_median([1, 2], [3, -1])
    with pytest.raises(ValueError, match="whole numbers"):
        weighted_median([1, 2], [3, 0.5])
    with pytest.raises(ValueError, match="finite"):
        weighted_median([1, float("nan")], [3, 1])


@given(DAYS)
def test_equals_the_median_of_the_values_written_out(days: list[int]) -> None:
    histogram = Counter(days)
    estimate = weighted_median(list(histogram.keys()), list(histogram.values()))
    assert estimate.value == statistics.median(days)
    assert estimate.low is not None
    assert estimate.high is not None
    assert min(days) <= estimate.low <= estimate.value <= estimate.high <= max(days)


@given(DAYS, st.integers(4, 10))
def test_more_values_narrow_it(days: list[int], times: int) -> None:
    histogram = Counter(days)
    values, counts = list(histogram.keys()), np.array(list(histogram.values()))
    few, many = weighted_median(values, counts), weighted_median(values, counts * times)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low <= many.low
    assert many.high <= few.high


def test_covers_at_least_nominally() -> None:
    """400 seeded samples of 40 waiting times with true median 30 ln 2 days."""
    draws = np.random.default_rng(20240605).exponential(30.0, size=(400, 40))
    estimates = [weighted_median(row, np.ones(40)) for row in draws]
    true_median = 30.0 * np.log(2.0)
    assert 0.93 <= np.mean([(e.low or 0.0) <= true_median <= (e.high or 0.0) for e in estimates]) <= 0.99
