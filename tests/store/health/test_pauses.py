"""A gap is told by days that can be counted by hand, and a rhythm is not called a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from cx.store.health import HealthEntry, health
from cx.store.health.pauses import Pause, empty_day_chances, pauses
from tests.given import given, given_loads

MONDAY = date(2025, 1, 6)
YEAR = [MONDAY + timedelta(days=n) for n in range(364)]


def without(days, first, last):
    return [day for day in days if not first <= day <= last]


def test_three_days_without_a_row_of_a_source_that_never_rests_are_a_gap():
    """52 of 52 of every weekday have rows, so that one has none with a chance of 0.5 in 53; three: about 1 in 1.2 M."""
    first, last = date(2025, 5, 6), date(2025, 5, 8)
    assert pauses(without(YEAR, first, last), YEAR[-1]) == [Pause(first, last, stopped=False)]
    assert pauses(without(YEAR, first, first + timedelta(days=1)), YEAR[-1]) == []


def test_the_chance_of_an_empty_day_is_that_of_its_weekday():
    """Ten days from a Thursday on hold two Thursdays, Fridays and Saturdays; the second Friday has no row."""
    days = without(YEAR[3:13], YEAR[11], YEAR[11])
    assert empty_day_chances(days) == pytest.approx([1 / 4, 1 / 4, 1 / 4, 1 / 6, 1 / 2, 1 / 6, 1 / 4])


def test_two_weeks_lost_of_a_weekly_source_may_be_chance_and_four_are_not():
    """50 of 52 Mondays: a chance of 0.047 squared and about 50 places for it. 48 of 52: 0.085 to the fourth."""
    mondays = YEAR[::7]
    assert pauses(without(mondays, YEAR[70], YEAR[77]), mondays[-1]) == []
    (gap,) = pauses(without(mondays, YEAR[70], YEAR[91]), mondays[-1])
    assert (gap.first, gap.last) == (YEAR[64], YEAR[97])


def test_weekends_of_a_source_that_never_works_then_are_no_gap_and_a_lost_week_is():
    weekdays = [day for day in YEAR if day.weekday() < 5]
    assert pauses(weekdays, YEAR[-1]) == []
    lost = without(weekdays, date(2025, 6, 2), date(2025, 6, 6))
    assert pauses(lost, YEAR[-1]) == [Pause(date(2025, 5, 31), date(2025, 6, 8), stopped=False)]


def test_a_survey_that_goes_out_every_quarter_has_no_gaps():
    campaigns = [day for day in YEAR if day.day <= 25 and day.month in (1, 4, 7, 10)]
    assert pauses(campaigns, date(2025, 12, 31)) == []


def test_a_source_that_stopped_is_told_up_to_the_last_day_of_the_others():
    half = YEAR[:182]
    (stopped,) = pauses(half, YEAR[-1])
    assert (stopped.first, stopped.last, stopped.stopped, stopped.days) == (YEAR[182], YEAR[-1], True, 182)


@pytest.mark.parametrize("days", [[], YEAR[:1], YEAR[:2], [YEAR[0], YEAR[200]]])
def test_a_few_days_are_no_rhythm(days):
    assert pauses(days, YEAR[-1]) == []


@example(st.sets(st.integers(0, 400), max_size=60), st.integers(0, 500))
def test_a_gap_never_holds_a_day_with_rows(numbers, end):
    days = {MONDAY + timedelta(days=n) for n in numbers}
    for gap in pauses(days, MONDAY + timedelta(days=end)):
        assert not any(gap.first <= day <= gap.last for day in days)
        assert gap.days >= 3


def gaps(version) -> list[HealthEntry]:
    return [entry for entry in health(version) if entry.key == "gap"]


def an_order(number, day):
    return {"order_id": number, "customer_id": "a", "ordered_at": str(day), "amount": "1"}


def test_a_gap_of_orders_is_named_with_its_days_and_what_it_means(tmp_path):
    days = without(YEAR, date(2025, 3, 10), date(2025, 3, 16))
    (gap,) = gaps(given(tmp_path, orders=[an_order(str(n), day) for n, day in enumerate(days)]))
    assert (gap.table, gap.value, gap.status) == ("orders", 7, "look")
    assert (gap.first_day, gap.last_day) == (date(2025, 3, 10), date(2025, 3, 16))
    assert gap.result == "no row from 10 Mar 2025 to 16 Mar 2025: 7 days"
    assert gap.touches == ("orders",)


def test_one_of_two_files_that_stopped_is_told_although_the_table_goes_on(tmp_path):
    shop = {"orders": [an_order(f"s{n}", day) for n, day in enumerate(YEAR)]}
    till = {"orders": [an_order(f"t{n}", day) for n, day in enumerate(YEAR[:182])]}
    version = given_loads(tmp_path, shop, till, files=("shop_2025-12.csv", "till_2025-06.csv"))
    (gap,) = gaps(version)
    assert (gap.source, gap.first_day, gap.last_day) == ("till_#.csv", YEAR[182], YEAR[-1])
    fresh = {e.source: e.n for e in health(version) if e.key == "freshness_source"}
    assert fresh == {"shop_#.csv": 0, "till_#.csv": 182}
