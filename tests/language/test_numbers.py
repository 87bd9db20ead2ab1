from datetime import date
from gettext import NullTranslations

import pytest

from cx.language import notation, numbers, speaking


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


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "currency", "text"),
    [
        (4.2, -0.347, 8.61, "money", "EUR", "€4.20 (−€0.35 to €8.61)"),
        (11.0, -2.0, 24.5, "money", "EUR", "€11.0 (−€2.0 to €24.5)"),
        (86.3, 60.0, 120.0, "money", "EUR", "€86 (€60 to €120)"),
        (1_240_000, 980_000, 1_500_000, "money", "EUR", "€1.24M (€980K to €1.50M)"),
        (999.6, 900.0, 1200.0, "money", "EUR", "€1.00K (€900 to €1.20K)"),
        (12.0, 0.004, 40.2, "money", "EUR", "€12.0 (€0.004 to €40.2)"),
        (2_345_600, 2_345_100, 2_346_100, "money", "EUR", "€2.346M (€2.345M to €2.346M)"),
        (86.3, 60.0, 120.0, "count", None, "86 (60 to 120)"),
        (5_511.5, 5_300.0, 5_700.0, "count", None, "5,512 (5,300 to 5,700)"),
        (0.0, 0.0, 0.0, "money", "EUR", "€0 (€0 to €0)"),
        (40.22, 3.0, None, "money", "EUR", "€40.2 (€3.0 or more)"),
    ],
)
def test_a_figure_and_the_ends_of_its_interval_are_rounded_to_the_same_place(value, low, high, unit, currency, text):
    """Three significant digits of the largest; an end that leaves zero out is never written as 0."""
    assert numbers.with_interval(value, low, high, unit, currency) == text
    assert text.startswith(f"{numbers.figure_of(value, low, high, unit, currency)} (")


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


@pytest.mark.parametrize(
    ("share", "text"), [(0.01, "1 point"), (0.025, "2.5 points"), (0.0054, "0.54 points"), (0.3, "30 points")]
)
def test_a_difference_of_shares_is_said_in_points(share, text):
    assert numbers.points(share) == text


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (
            "pl",
            {
                "money": "1,24\u00a0mln\u00a0€",
                "beside": "1,24\u00a0mln\u00a0€ (980\u00a0tys.\u00a0€ to 1,50\u00a0mln\u00a0€)",
                "thousands": "1,24\u00a0tys.\u00a0€",
                "share": "34,6%",
                "score": "5,83",
                "full": "1\u00a0234\u00a0567,89\u00a0€",
                "count": "1\u00a0234,50",
                "many": "12,4\u00a0tys.",
                "day": "31 mar 2026",
                "days": "kwi 2025 – mar 2026",
                "quarter": "I kw. 2026",
                "plain": "0,5",
            },
        ),
        (
            "ja",
            {
                "money": "€124万",
                "beside": "€124万 (€98万 to €150万)",
                "thousands": "€1,240",
                "share": "34.6%",
                "score": "5.83",
                "full": "€1,234,567.89",
                "count": "1,234.50",
                "many": "1.24万",
                "day": "2026年3月31日",
                "days": "2025年4月 – 2026年3月",
                "quarter": "2026/Q1",
                "plain": "0.5",
            },
        ),
    ],
)
def test_figures_and_dates_are_written_as_the_language_writes_them(monkeypatch, code, texts):
    monkeypatch.setattr("cx.language.text.catalogue", lambda _code: NullTranslations())
    with speaking(code):
        assert texts == {
            "money": numbers.figure(1_240_000, "money", "EUR"),
            "beside": numbers.with_interval(1_240_000, 980_000, 1_500_000, "money", "EUR"),
            "thousands": numbers.figure(1_240, "money", "EUR"),
            "share": numbers.percent(0.346),
            "score": numbers.figure(5.828, "score"),
            "full": numbers.full(1_234_567.89, "money", "EUR"),
            "count": numbers.full(1_234.5, "count"),
            "many": numbers.compact(12_400),
            "day": numbers.day(date(2026, 3, 31)),
            "days": numbers.days(date(2025, 4, 1), date(2026, 3, 31)),
            "quarter": numbers.period(date(2026, 1, 1), "quarter"),
            "plain": numbers.plain(0.5),
        }


@pytest.mark.parametrize(
    ("every", "text"),
    [("day", "05 Jan 26"), ("week", "05 Jan 26"), ("month", "Jan 26"), ("quarter", "Q1 2026"), ("year", "2026")],
)
def test_a_period_in_few_letters(every, text):
    assert numbers.short_period(date(2026, 1, 5), every) == text


def test_minus_zero_is_written_without_a_sign_whoever_asks_first():
    assert notation.amount(-0.0, "SEK", 2) == notation.amount(0.0, "SEK", 2)
    assert notation.MINUS not in notation.amount(-0.0, "NOK", 2)


def test_a_number_that_was_written_before_is_written_in_the_language_spoken_now():
    with speaking("en"):
        assert notation.decimal(1234.5, 1) == "1,234.5"
    with speaking("pl"):
        assert notation.decimal(1234.5, 1) == "1\u00a0234,5"
