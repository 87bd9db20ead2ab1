"""Periods, their numbers, and which cells of a cohort table exist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies

from cx.metrics.cohorts import Cohort, ages, first_day, last_day, period_number
from cx.periods import period_start
from cx.queries import Scope
from cx.settings import Settings
from cx.view import Dates, View

GRAINS = ("day", "week", "month", "quarter", "year")
DAYS = strategies.dates(date(1960, 1, 1), date(2100, 12, 31))


@given(day=DAYS, grain=strategies.sampled_from(GRAINS))
def test_a_day_lies_in_its_period(day: date, grain: str) -> None:
    number = period_number(day, grain)
    assert first_day(number, grain) <= day <= last_day(number, grain)
    assert first_day(number, grain) == period_start(day, grain)


@given(day=DAYS, grain=strategies.sampled_from(GRAINS))
def test_periods_follow_without_gap(day: date, grain: str) -> None:
    number = period_number(day, grain)
    assert last_day(number, grain) + timedelta(days=1) == first_day(number + 1, grain)


def test_weeks_begin_on_monday() -> None:
    assert first_day(period_number(date(2026, 11, 1), "week"), "week") == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("orders_to", "cells"),
    [
        (date(2026, 3, 31), [(0, None), (1, None), (2, None)]),
        (date(2026, 3, 30), [(0, None), (1, None), (2, date(2026, 3, 31))]),
        (date(2026, 1, 5), [(0, date(2026, 1, 31))]),
        (None, []),
    ],
)
def test_only_the_period_in_which_orders_end_is_incomplete(
    orders_to: date | None, cells: list[tuple[int, date | None]]
) -> None:
    year = Dates(date(2026, 1, 1), date(2026, 12, 31))
    scope = Scope(View(), year, None, year, orders_to, Settings())
    january = Cohort(period_number(date(2026, 1, 1), "month"), None, 4)
    assert list(ages(january, scope)) == cells
