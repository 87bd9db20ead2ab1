"""Rates of recurring revenue, with the vendors' own examples."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from cx.stats.estimate import Estimate
from cx.stats.subscriptions import (
    Month,
    Moved,
    gross_churn_estimate,
    gross_churn_rate,
    net_churn_estimate,
    net_churn_rate,
    net_revenue_retention,
    quick_ratio,
    quick_ratio_estimate,
    retention_estimate,
    subscriber_churn_rate,
)

Rate = Callable[..., Estimate]


def moved(before: list[float], amounts: list[float]) -> Moved:
    """What customers with this MRR before moved by."""
    squares = sum(a * a for a in amounts)
    return Moved(len(amounts), sum(amounts), squares, sum(a * b for a, b in zip(amounts, before, strict=True)))


def test_chartmogul_gross_and_net_churn() -> None:
    """ChartMogul help: 100 at the start, 10 churn, 10 contraction, 10 expansion: 20 % gross, 10 % net."""
    assert gross_churn_rate(100, 10, 10) == pytest.approx(0.2)
    assert net_churn_rate(100, 10, 10, 10) == pytest.approx(0.1)
    assert net_churn_rate(100, 10, 10, 10, reactivation=5) == pytest.approx(0.05)
    assert net_churn_rate(100, 0, 0, 30) == pytest.approx(-0.3)


def test_net_revenue_retention() -> None:
    """Churnzero: 27,000 at the start, the same customers bring 35,000 before 5,000 churn: 111 %."""
    assert net_revenue_retention(27_000, 8_000, 0, 5_000) == pytest.approx(1.11111, abs=1e-4)


@pytest.mark.parametrize(
    ("gains_and_losses", "ratio"), [((20, 8, 5, 3), 3.5), ((25_000, 10_000, 8_000, 4_000), 2.9166667)]
)
def test_quick_ratio(gains_and_losses: tuple[float, float, float, float], ratio: float) -> None:
    assert quick_ratio(*gains_and_losses) == pytest.approx(ratio, abs=1e-6)


def test_what_has_nothing_below_the_line_is_not_a_number() -> None:
    assert quick_ratio(20, 8, 0, 0) is None
    assert gross_churn_rate(0, 0, 0) is None
    assert net_churn_rate(0, 0, 0, 0) is None
    assert net_revenue_retention(0, 0, 0, 0) is None


def test_stripe_counts_the_new_ones_below_the_line() -> None:
    """10 of 200 + 50 is 4 %, where the textbook's 10 of 200 is 5 %."""
    found = subscriber_churn_rate(200, 50, 10)
    assert (found.value, found.n) == (pytest.approx(0.04), 250)
    assert "Stripe" in found.method
    assert subscriber_churn_rate(2, 1, 0, minimum=30).reason == "too few: n = 3, at least 30 needed"
    assert subscriber_churn_rate(0, 0, 0).reason == "no data: n = 0"


# Four customers of 10, 20, 30, 40: the first leaves, the second pays 5 less, the third 15 more; one comes, one returns.
MONTH = Month(
    4, 100.0, 3000.0, moved([0], [12]), moved([0], [8]), moved([30], [15]), moved([20], [5]), moved([10], [10])
)


def by_hand(now: list[float], before: list[float]) -> tuple[float, float]:
    """Ratio of sums and its standard error over customers (Cochran 1977, ch. 6)."""
    r, m = sum(now) / sum(before), len(before)
    squares = sum((y - r * x) ** 2 for y, x in zip(now, before, strict=True))
    return r, math.sqrt(m / (m - 1) * squares) / sum(before)


@pytest.mark.parametrize(
    ("estimate", "y"),
    [
        (retention_estimate, [0, 15, 45, 40]),
        (gross_churn_estimate, [10, 5, 0, 0]),
    ],
)
def test_intervals_are_those_of_the_customers_written_out(estimate: Rate, y: list[float]) -> None:
    value, error = by_hand(y, [10, 20, 30, 40])
    found = estimate(MONTH, minimum=1)
    assert found.value == pytest.approx(value)
    reach = 3.182446 * error  # t with 3 degrees of freedom
    assert found.high == pytest.approx(value + reach if estimate is retention_estimate else min(value + reach, 1.0))
    assert found.n == 4


def test_net_churn_takes_off_expansion_and_reactivation() -> None:
    """(10 + 5 - 15 - 8) / 100."""
    found = net_churn_estimate(MONTH, minimum=1)
    assert found.value == pytest.approx(-0.08)
    assert found.low is not None
    assert found.low < -0.08


def test_the_quick_ratio_has_an_interval_or_a_reason() -> None:
    """(12 + 8 + 15) / (10 + 5); variance of the log: (144 + 64 + 225) / 35^2 + (100 + 25) / 15^2."""
    found = quick_ratio_estimate(MONTH, minimum=1)
    factor = math.exp(1.959964 * math.sqrt(433 / 1225 + 125 / 225))
    assert (found.value, found.n, found.unit) == (pytest.approx(35 / 15), 5, "ratio")
    assert (found.low, found.high) == (pytest.approx(35 / 15 / factor), pytest.approx(35 / 15 * factor))
    nothing = Moved()
    calm = Month(4, 100.0, 3000.0, MONTH.new, nothing, nothing, nothing, nothing)
    assert quick_ratio_estimate(calm, minimum=1).reason == "nothing was lost: the quick ratio is undefined"
    only_lost = Month(4, 100.0, 3000.0, nothing, nothing, nothing, nothing, MONTH.churn)
    assert "0 has no interval" in str(quick_ratio_estimate(only_lost, minimum=1).reason)
    assert quick_ratio_estimate(MONTH, minimum=30).reason == "too few: n = 5, at least 30 needed"


def test_the_end_is_the_start_and_what_moved() -> None:
    assert MONTH.ending == 100 + 12 + 8 + 15 - 5 - 10
    empty = Month(0, 0.0, 0.0, *(Moved() for _ in range(5)))
    for estimate in (retention_estimate, gross_churn_estimate, net_churn_estimate):
        assert estimate(empty, minimum=1).reason == "there was no MRR at the start of the month"
