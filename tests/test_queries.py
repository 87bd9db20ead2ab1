"""Periods and the statement for the receipt."""

from datetime import date

from cx.periods import periods
from cx.view import Dates
from cx.written_sql import written_out


def test_months_that_touch_the_days():
    found = list(periods(Dates(date(2026, 1, 15), date(2026, 3, 2)), "month"))
    assert found == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ]


def test_weeks_begin_on_monday_and_quarters_in_january():
    assert next(periods(Dates(date(2026, 11, 21), date(2026, 11, 21)), "week")) == (
        date(2026, 11, 16),
        date(2026, 11, 22),
    )
    assert next(periods(Dates(date(2026, 11, 21), date(2026, 11, 21)), "quarter")) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
    )


def test_a_written_out_statement_quotes_what_a_hostile_value_holds():
    statement = "SELECT 1 WHERE a IN (SELECT unnest($f)) AND d >= $first AND b = $first_name"
    values = {"f": ["it's", "$first"], "first": date(2026, 1, 1), "first_name": None}
    assert (
        written_out(statement, values)
        == "SELECT 1 WHERE a IN ('it''s', '$first') AND d >= DATE '2026-01-01' AND b = NULL"
    )
