"""Risk ratios and differences: a published example, symmetry, and the cells that are empty or full."""

import math

import pytest

from cx.stats.critical_values import critical_z
from cx.stats.risk_ratios import risk_difference, risk_ratio, risk_ratio_interval


def test_the_example_of_koopman() -> None:
    """Koopman (1984), Biometrics 40:513-517: 36 of 40 against 16 of 80, ratio 4.5, 2.94 to 7.15."""
    estimate = risk_ratio(36, 40, 16, 80)
    assert estimate.value == pytest.approx(4.5)
    assert (estimate.low, estimate.high) == (pytest.approx(2.9396, abs=1e-4), pytest.approx(7.1522, abs=1e-4))
    assert (estimate.n, estimate.unit, estimate.method) == (120, "ratio", "Koopman score")


@pytest.mark.parametrize("counts", [(36, 40, 16, 80), (3, 10, 9, 12), (0, 10, 5, 10), (10, 10, 10, 10)])
def test_turning_the_groups_round_turns_the_ratio_upside_down(counts: tuple[int, int, int, int]) -> None:
    low, high = risk_ratio_interval(*counts)
    turned_low, turned_high = risk_ratio_interval(*counts[2:], *counts[:2])
    assert turned_low == pytest.approx(1 / high)
    assert turned_high == pytest.approx(1 / low if low else math.inf)


def test_with_many_it_is_the_interval_on_the_logarithm() -> None:
    """Katz et al. (1978): log ratio +- z sqrt(1/a - 1/n + 1/c - 1/m)."""
    error = math.sqrt(1 / 5000 - 1 / 10000 + 1 / 4000 - 1 / 10000)
    low, high = risk_ratio_interval(5000, 10000, 4000, 10000)
    assert math.log(low) == pytest.approx(math.log(1.25) - critical_z() * error, abs=1e-3)
    assert math.log(high) == pytest.approx(math.log(1.25) + critical_z() * error, abs=1e-3)


def test_nobody_in_the_worst_band_is_zero_with_a_ceiling() -> None:
    estimate = risk_ratio(0, 50, 10, 50)
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.high is not None
    assert 0.0 < estimate.high < 1.0


def test_nobody_in_the_best_band_is_told_with_the_least_it_is() -> None:
    estimate = risk_ratio(5, 10, 0, 10)
    assert estimate.value is None
    assert estimate.reason == (
        "nobody in the other group has the outcome: the ratio has no upper end, and is at least 1.6"
    )
    assert "nobody in either group" in str(risk_ratio(0, 10, 0, 10).reason)


def test_all_of_both_is_one_with_a_width() -> None:
    estimate = risk_ratio(10, 10, 10, 10)
    assert (estimate.value, estimate.low, estimate.high) == (
        1.0,
        pytest.approx(0.7225, abs=1e-4),
        pytest.approx(1.3841, abs=1e-4),
    )


def test_few_and_wrong_counts() -> None:
    assert risk_ratio(5, 29, 5, 40, minimum=30).reason == "too few: n = 29, at least 30 needed"
    assert risk_ratio(0, 0, 5, 40).reason == "no data: n = 0"
    with pytest.raises(ValueError, match="between 0 and n"):
        risk_ratio(11, 10, 5, 10)


def test_the_example_of_newcombe() -> None:
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, (a): 56/70 - 48/80: 0.0524 to 0.3339."""
    estimate = risk_difference(56, 70, 48, 80)
    assert estimate.value == pytest.approx(0.2)
    assert (estimate.low, estimate.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
