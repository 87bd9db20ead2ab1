"""What a programme brings: products, sums and inverses of intervals that can be checked by hand."""

import pytest

from cx.stats.estimate import Estimate, withheld
from cx.stats.programme import less, needed, payback_days, scaled, sum_of


def money(value: float, low: float, high: float, n: int = 100) -> Estimate:
    return Estimate(value, low, high, n, "money", "test")


NOTHING = withheld("no contacts", n=3, unit="money")


def test_a_gain_is_the_effect_per_customer_times_the_customers() -> None:
    gain = scaled(money(20, 10, 30), 500, n=500, unit="money", method="product")
    assert (gain.value, gain.low, gain.high, gain.n, gain.method) == (10_000, 5_000, 15_000, 500, "product")


def test_a_negative_factor_turns_the_ends() -> None:
    assert scaled(money(20, 10, 30), -2, n=1, unit="money", method="product").low == -60


def test_independent_gains_add_up_and_their_intervals_by_pythagoras() -> None:
    both = sum_of([money(10, 7, 14), money(20, 16, 23)])
    assert (both.value, both.low, both.high, both.n) == (30, 25, 35, 200)  # 3-4-5 below, 4-3-5 above


def test_one_gain_alone_is_itself_and_a_missing_one_spoils_the_sum() -> None:
    assert sum_of([money(10, 7, 14)]) == money(10, 7, 14)
    assert sum_of([money(10, 7, 14), NOTHING]).reason == "no contacts"
    with pytest.raises(ValueError, match="at least one"):
        sum_of([])


def test_what_is_left_after_the_cost() -> None:
    assert less(money(100, 60, 150), 80) == money(20, -20, 70)
    assert less(NOTHING, 80) == NOTHING


def test_break_even_is_the_cost_over_the_gain_of_the_whole_step() -> None:
    share = needed(50, money(200, 100, 400), unit="share", most=1.0)
    assert (share.value, share.low, share.high) == (0.25, 0.125, 0.5)


def test_an_end_without_gain_never_breaks_even() -> None:
    share = needed(50, money(200, -10, 400), unit="share", most=1.0)
    assert (share.value, share.low, share.high) == (0.25, 0.125, None)
    assert "not above zero" in str(needed(50, money(-5, -10, 4), unit="share", most=1.0).reason)
    assert "4.0 times" in str(needed(800, money(200, 100, 400), unit="share", most=1.0).reason)
    assert needed(50, NOTHING, unit="share", most=1.0).reason == "no contacts"


def test_payback_counts_the_days_until_the_gain_has_paid_the_cost() -> None:
    days = payback_days(100, money(200, 100, 400))
    assert (days.value, days.low, days.high, days.unit) == (182.5, 91.25, 365.0, "days")
    assert payback_days(200, money(200, 100, 400)).value == 365


def test_what_is_not_paid_within_the_year_has_no_day() -> None:
    assert "does not pay back within the year: the cost is 1.5 times the gain" in str(
        payback_days(300, money(200, 100, 400)).reason
    )
    assert "not above zero" in str(payback_days(300, money(-2, -10, 4)).reason)
