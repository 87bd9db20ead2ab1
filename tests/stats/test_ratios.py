"""Ratio estimator with the delta method, clustered by customer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.estimate import Estimate
from cx.stats.means import mean
from cx.stats.ratios import ratio

CLUSTERS = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 9)), min_size=2, max_size=40).filter(
    lambda pairs: any(y for y, _ in pairs)
)


def of_customers(pairs: list[tuple[int, int]], **options: float) -> Estimate:
    """The ratio of (revenue, orders) pairs, one pair per customer."""
    y, x = np.array(pairs, dtype=float).T
    return ratio(
        y.sum(),
        x.sum(),
        (y * y).sum(),
        (x * y).sum(),
        (x * x).sum(),
        len(pairs),
        n=int(x.sum()),
        unit="money",
        **options,
    )


def test_average_order_value_of_three_customers_by_hand() -> None:
    """Revenue 10, 20, 60 on 1, 2, 3 orders: 15 each; residuals -5, -10, 15; 3/2 * 350 / 36; t2 = 4.3027."""
    estimate = of_customers([(10, 1), (20, 2), (60, 3)])
    half_width = 4.302653 * math.sqrt(1.5 * 350 / 36)
    assert estimate.value == 15.0
    assert (estimate.low, estimate.high) == pytest.approx((15 - half_width, 15 + half_width), abs=1e-4)
    assert (estimate.n, estimate.method) == (6, "delta method, clustered by customer")


def test_one_order_each_is_the_t_interval_of_the_mean() -> None:
    amounts = [12, 30, 45, 7, 51]
    estimate = of_customers([(amount, 1) for amount in amounts])
    plain = mean(5, sum(amounts), sum(amount**2 for amount in amounts))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_clustering_widens_what_naive_rows_would_narrow() -> None:
    """Ten customers of ten equal orders each know no more than ten customers of one order."""
    amounts = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    heavy = of_customers([(10 * amount, 10) for amount in amounts])
    light = of_customers([(amount, 1) for amount in amounts])
    assert (heavy.low, heavy.high) == pytest.approx((light.low, light.high))
    assert (heavy.n, light.n) == (100, 10)


def test_withheld() -> None:
    assert ratio(0, 0, 0, 0, 0, 0, n=0, unit="money").reason == "no data: n = 0"
    assert of_customers([(5, 3), (6, 4)], minimum=30).reason == "too few: n = 7, at least 30 needed"
    assert of_customers([(5, 3)]).reason == "too few: customers = 1, at least 2 needed"
    empty = ratio(5.0, 0.0, 13.0, 0.0, 0.0, 2, n=2, unit="money")
    assert empty.reason == "nothing to divide by: the total below the line is 0"


def test_all_equal_without_bounds_has_no_width_and_says_so() -> None:
    estimate = of_customers([(10, 1), (20, 2), (30, 3)])
    assert (estimate.low, estimate.value, estimate.high) == (10.0, 10.0, 10.0)
    assert estimate.method == "none: all values equal"


def test_nothing_but_zeros_is_withheld_with_what_it_shows() -> None:
    """Three customers, seven orders, no revenue: 0 of 3 customers, up to 56.15 % by Wilson."""
    estimate = of_customers([(0, 1), (0, 2), (0, 4)], low_bound=0.0)
    assert (estimate.value, estimate.n) == (None, 7)
    assert estimate.reason == "all 3 values are 0; with 95 % confidence at most 56.15% of such customers differ"


def test_a_share_of_all_keeps_the_wilson_width_of_its_customers() -> None:
    """Ten customers answered every request: low is Wilson's of 10/10, 0.7225, not 1."""
    estimate = ratio(20, 20, 40, 40, 40, 10, n=20, unit="share", low_bound=0, high_bound=1)
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx(0.7225, abs=5e-5)


def test_clipped_to_the_bounds() -> None:
    estimate = of_customers([(0, 1), (0, 5), (300, 2)], low_bound=0.0)
    assert estimate.low == 0.0


@given(CLUSTERS)
def test_interval_holds_the_value(pairs: list[tuple[int, int]]) -> None:
    estimate = of_customers(pairs)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.value <= estimate.high


@given(CLUSTERS, st.integers(2, 10))
def test_more_customers_narrow_it(pairs: list[tuple[int, int]], times: int) -> None:
    few, many = of_customers(pairs), of_customers(pairs * times)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low <= (few.high - few.low) * (1 + 1e-9)


@given(CLUSTERS)
def test_order_of_customers_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    forth, back = of_customers(pairs), of_customers(pairs[::-1])
    assert (forth.value, forth.low, forth.high) == pytest.approx((back.value, back.low, back.high))


def test_coverage_is_near_nominal_where_orders_of_a_customer_are_alike() -> None:
    """400 seeded shops of 150 customers; amount per order is the customer's own level, true AOV 50."""
    rng = np.random.default_rng(20240604)
    x = 1 + rng.poisson(1.5, size=(400, 150)).astype(float)
    y = x * rng.gamma(4.0, 12.5, size=(400, 150))
    sums = zip(y.sum(1), x.sum(1), (y * y).sum(1), (x * y).sum(1), (x * x).sum(1), strict=True)
    estimates = [ratio(*map(float, row), 150, n=int(row[1]), unit="money") for row in sums]
    assert 0.92 <= np.mean([(e.low or 0.0) <= 50.0 <= (e.high or 0.0) for e in estimates]) <= 0.98


def test_the_minimum_holds_for_customers_too() -> None:
    """200 orders of 20 customers are 20 pieces of evidence."""
    found = ratio(4000.0, 200.0, 900_000.0, 41_000.0, 2_100.0, 20, n=200, unit="money", minimum=30)
    assert found.reason == "too few: customers = 20, at least 30 needed"
