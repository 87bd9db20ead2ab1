from datetime import date

import pytest

from cx.language import numbers


@pytest.mark.parametrize(
    ("value", "unit", "currency", "text"),
    [
        (1_240_000, "money", "EUR", "€1.24M"),
        (86.345, "money", "EUR", "€86.3"),
        (999_999, "money", "EUR", "€1M"),
        (-5_123, "money", "EUR", "−€5.12K"),
        (12_345, "money", None, "12.3K"),
        (4.5, "money", "brl", "R$4.5"),
        (0.346, "share", None, "34.6%"),
        (41.4, "points", None, "+41"),
        (-3.4, "points", None, "−3"),
        (-0.2, "points", None, "0"),
        (5.828, "score", None, "5.83"),
        (1_234, "count", None, "1,234"),
        (12_345, "count", None, "12.3K"),
        (1.87, "count", None, "1.87"),
        (34.5, "days", None, "34.5 days"),
        (None, "money", "EUR", "–"),
        (float("nan"), "share", None, "–"),
        (0, "money", "EUR", "€0"),
    ],
)
def test_a_figure_has_three_significant_digits_and_its_unit(value, unit, currency, text):
    assert numbers.figure(value, unit, currency) == text


def test_a_missing_figure_is_a_dash_and_never_zero():
    assert numbers.with_interval(None, None, None, "money") == "–"
    assert numbers.count(None) == "–"
    assert numbers.interval(None, 3.0, "score") == "–"


def test_an_interval_stands_in_brackets():
    assert numbers.with_interval(41, 38, 44, "points") == "+41 (+38 to +44)"
    assert numbers.with_interval(0.341, 0.33, 0.352, "share") == "34.1% (33.0% to 35.2%)"


def test_the_interval_of_a_whole_count_is_whole_and_rounded_outwards():
    assert numbers.interval(48.4, 71.2, "count", of=60) == "48 to 72"
    assert numbers.with_interval(60, 48.4, 71.2, "count") == "60 (48 to 72)"
    assert numbers.interval(1.84, 1.91, "count", of=1.87) == "1.84 to 1.91"


def test_the_full_figure_keeps_what_the_compact_one_rounds_away():
    assert numbers.full(1_234_567.89, "money", "EUR") == "€1,234,567.89"
    assert numbers.full(0.34567, "share") == "34.57%"
    assert numbers.full(1_234_567, "count") == "1,234,567"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.021, "share", "+2.1 pts"),
        (-3.26, "points", "−3.3 points"),
        (-0.124, "score", "−0.12"),
        (0.00001, "share", "0.0 pts"),
    ],
)
def test_a_change_is_signed_in_its_own_unit_and_a_share_changes_in_points(value, unit, text):
    assert numbers.change(value, unit) == text


def test_a_relative_change_is_in_per_cent():
    assert numbers.relative_change(0.0423) == "+4.2%"
    assert numbers.relative_change(None) == "–"


def test_days_are_said_as_short_as_they_can_be():
    assert numbers.days(date(2025, 4, 1), date(2026, 3, 31)) == "Apr 2025 – Mar 2026"
    assert numbers.days(date(2026, 3, 1), date(2026, 3, 31)) == "Mar 2026"
    assert numbers.days(date(2026, 6, 14), date(2026, 6, 14)) == "14 Jun 2026"
    assert numbers.days(date(2026, 4, 3), date(2026, 5, 9)) == "3 Apr – 9 May 2026"
    assert numbers.days(date(2025, 12, 3), date(2026, 1, 9)) == "3 Dec 2025 – 9 Jan 2026"


@pytest.mark.parametrize(
    ("every", "text"),
    [("day", "5 Jan 2026"), ("week", "week of 5 Jan 2026"), ("month", "Jan 2026"), ("quarter", "Q1 2026")],
)
def test_a_period_is_named_by_its_grain(every, text):
    assert numbers.period(date(2026, 1, 5), every) == text
