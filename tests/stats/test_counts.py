"""Counts, rates and sums."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.counts import (
    BY_CUSTOMER,
    compound_count,
    compound_sum,
    garwood_interval,
    poisson_count,
    poisson_rate,
)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)]
)
def test_garwood_table(count: int, low: float, high: float) -> None:
    """Garwood (1936), as in the usual tables of 95 % limits for a Poisson count."""
    assert garwood_interval(count) == pytest.approx((low, high), abs=6e-4)


def test_zero_counted_is_an_answer() -> None:
    estimate = poisson_count(0)
    assert (estimate.value, estimate.low, estimate.n, estimate.unit) == (0.0, 0.0, 0, "count")
    assert estimate.high == pytest.approx(-math.log(0.025))


def test_rate_divides_the_count_and_its_interval() -> None:
    """Ten contacts of 40 customers: 0.25 each, 4.795/40 to 18.390/40."""
    estimate = poisson_rate(10, 40.0, n=40)
    assert estimate.value == 0.25
    assert (estimate.low, estimate.high) == pytest.approx((0.11988, 0.45976), abs=2e-5)
    assert estimate.n == 40


def test_rate_of_no_events_is_zero_with_a_ceiling() -> None:
    estimate = poisson_rate(0, 100.0, n=100)
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.high == pytest.approx(0.03689, abs=1e-5)


def test_rate_withheld() -> None:
    assert poisson_rate(0, 0.0, n=0).reason == "no data: n = 0"
    assert poisson_rate(3, 7.0, n=7, minimum=30).reason == "too few: n = 7, at least 30 needed"
    assert poisson_rate(3, 0.0, n=7).reason == "no exposure: nothing was watched"


def test_compound_sum_by_hand() -> None:
    """Orders of 30 and 40: total 70, sqrt(900 + 1600) = 50, half width 1.96 * 50."""
    estimate = compound_sum(70.0, 2500.0, 2)
    assert estimate.value == 70.0
    assert (estimate.low, estimate.high) == pytest.approx((70 - 97.9982, 70 + 97.9982), abs=1e-4)
    assert (estimate.n, estimate.unit, estimate.method) == (2, "money", "compound Poisson")


def test_compound_sum_of_parts_that_cannot_be_negative() -> None:
    assert compound_sum(70.0, 2500.0, 2, low_bound=0.0).low == 0.0


def test_compound_sum_of_equal_parts_is_the_scaled_count() -> None:
    """A hundred orders of 5: 500 +- 1.96 * 5 * sqrt(100)."""
    estimate = compound_sum(500.0, 2500.0, 100)
    assert estimate.high == pytest.approx(500 + 97.9982, abs=1e-4)


def test_one_order_per_customer_is_garwood_s_count() -> None:
    assert compound_count(10, 10.0) == poisson_count(10)
    assert compound_count(0, 0.0) == poisson_count(0)


def test_two_orders_per_customer_are_twice_garwood_s_count_of_customers() -> None:
    """Ten customers of two orders: twice 4.795 to 18.390."""
    estimate = compound_count(20, 40.0)
    assert (estimate.value, estimate.n, estimate.method) == (20.0, 20, BY_CUSTOMER)
    assert (estimate.low, estimate.high) == pytest.approx((2 * 4.795, 2 * 18.390), abs=2e-3)


def test_many_orders_come_near_the_normal_interval_of_that_variance() -> None:
    """10,000 orders, squares 40,000: 10,000 +- 1.96 x 200."""
    estimate = compound_count(10_000, 40_000.0)
    assert (estimate.low, estimate.high) == pytest.approx((10_000 - 392, 10_000 + 392), abs=8)


def test_coverage_of_orders_where_customers_order_repeatedly() -> None:
    """400 seeded periods: 40 customers expected, who order 1 to 6 times; 140 orders expected."""
    rng = np.random.default_rng(20260306)
    shops = [rng.integers(1, 7, size=size) for size in rng.poisson(40, size=400)]
    clustered = [compound_count(int(shop.sum()), float((shop**2).sum())) for shop in shops]
    independent = [poisson_count(int(shop.sum())) for shop in shops]
    assert 0.92 <= np.mean([(e.low or 0.0) <= 140.0 <= (e.high or 0.0) for e in clustered]) <= 0.98
    assert np.mean([(e.low or 0.0) <= 140.0 <= (e.high or 0.0) for e in independent]) < 0.85


def test_compound_sum_withheld() -> None:
    assert compound_sum(0.0, 0.0, 0).reason == "no data: n = 0"
    assert compound_sum(70.0, 2500.0, 2, minimum=30).reason == "too few: n = 2, at least 30 needed"


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="count == -1"):
        poisson_count(-1)
    with pytest.raises(ValueError, match="total_squares == -1"):
        compound_sum(1.0, -1.0, 1)
    with pytest.raises(ValueError, match="total_squares == 9"):
        compound_count(10, 9.0)


@given(st.integers(0, 10**7))
def test_interval_holds_the_count(count: int) -> None:
    low, high = garwood_interval(count)
    assert 0.0 <= low <= count < high


@given(st.integers(0, 1000), st.integers(2, 10))
def test_longer_watching_narrows_the_rate(count: int, times: int) -> None:
    few, many = poisson_rate(count, 10.0, n=10), poisson_rate(count * times, 10.0 * times, n=10 * times)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low < few.high - few.low
