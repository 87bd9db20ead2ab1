"""The view: dates, comparison, query string and what a link may get wrong."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.view import (
    COMPARE,
    EVERY,
    PERIODS,
    Coverage,
    Dates,
    Filter,
    View,
    add_months,
    coarsest_enough,
    last_complete_month_end,
)
from cx.view_query import ReadView, read_query

DATA = Dates(date(2023, 11, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        (View(period="last_12_months"), date(2025, 11, 1), date(2026, 10, 31)),
        (View(period="last_3_months"), date(2026, 8, 1), date(2026, 10, 31)),
        (View(period="last_month"), date(2026, 10, 1), date(2026, 10, 31)),
        (View(period="this_year"), date(2026, 1, 1), date(2026, 11, 20)),
        (View(period="all"), DATA.first, DATA.last),
        (View(period="custom", first=date(2026, 1, 5)), date(2026, 1, 5), DATA.last),
        # One date beyond the data is a period without data, not one that runs backwards.
        (View(period="custom", first=date(2027, 1, 5)), date(2027, 1, 5), date(2027, 1, 5)),
        (View(period="custom", last=date(2020, 1, 5)), date(2020, 1, 5), date(2020, 1, 5)),
    ],
)
def test_a_period_becomes_days(view, first, last):
    assert view.dates(DATA) == Dates(first, last)


def test_surveys_that_go_on_longer_than_the_orders_do_not_move_the_months():
    data = Coverage(date(2016, 10, 4), date(2018, 10, 14), clock=date(2018, 8, 29))
    assert View(period="last_month").dates(data) == Dates(date(2018, 7, 1), date(2018, 7, 31))
    assert View(period="this_year").dates(data) == Dates(date(2018, 1, 1), date(2018, 8, 29))
    assert View(period="all").dates(data) == Dates(date(2016, 10, 4), date(2018, 10, 14))


def test_a_month_that_ends_with_the_data_is_complete():
    assert last_complete_month_end(date(2026, 10, 31)) == date(2026, 10, 31)
    assert last_complete_month_end(date(2026, 10, 30)) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        # Whole months are compared with as many whole months, so February never meets 31 days.
        (View(period="last_3_months"), Dates(date(2026, 5, 1), date(2026, 7, 31))),
        (View(period="last_month", compare="year"), Dates(date(2025, 10, 1), date(2025, 10, 31))),
        (
            View(period="custom", first=date(2026, 3, 10), last=date(2026, 3, 19)),
            Dates(date(2026, 2, 28), date(2026, 3, 9)),
        ),
        (View(compare="none"), None),
        # Nothing lies before the first day of the data.
        (View(period="all"), None),
    ],
)
def test_the_comparison_lies_outside_the_chosen_days(view, expected):
    assert view.compared(DATA) == expected


def test_a_leap_day_a_year_earlier_is_the_end_of_february():
    view = View(period="custom", first=date(2024, 2, 1), last=date(2024, 2, 29), compare="year")
    assert view.compared(Dates(date(2020, 1, 1), date(2024, 3, 1))) == Dates(date(2023, 2, 1), date(2023, 2, 28))
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)


def test_a_view_in_words():
    view = View(period="last_month", filters=(Filter("region", ("North", "South")),), split="plan")
    assert view.sentence(DATA) == "2026-10-01 to 2026-10-31 · region = North or South · split by plan"


def test_a_pinned_view_says_the_same_after_more_data_came():
    pinned = View(period="last_month").pinned(DATA, "3-9f2c1a")
    later = Dates(DATA.first, date(2027, 5, 5))
    assert pinned.dates(later) == Dates(date(2026, 10, 1), date(2026, 10, 31))
    assert "data=3-9f2c1a" in pinned.query()


names = st.text(min_size=1, max_size=12)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))
filters = st.dictionaries(names, st.lists(names, min_size=1, max_size=3, unique=True), max_size=3).map(
    lambda found: tuple(Filter(key, tuple(values)) for key, values in sorted(found.items()))
)


@given(
    period=st.sampled_from([p for p in PERIODS if p != "custom"]),
    compare=st.sampled_from(COMPARE),
    every=st.sampled_from([None, *EVERY]),
    split=st.none() | names,
    filters=filters,
)
def test_a_query_string_reads_back_equal(period, compare, every, split, filters):
    view = View(period=period, compare=compare, every=every, split=split, filters=filters)
    assert read_query(parse_qs(view.query(), keep_blank_values=True)).view == view


@given(days, days)
def test_custom_days_read_back_equal(one, other):
    view = View(period="custom", first=min(one, other), last=max(one, other))
    assert read_query(parse_qs(view.query())).view == view


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"period": ["last_eon"]}, "period cannot be “last_eon”; it is left at its default."),
        (
            {"dates": ["2026-02-30"]},
            "dates: “2026-02-30” is not a date. Write it as year-month-day, for example 2026-03-31.",
        ),
        (
            {"dates": ["2026-03-01", "2026-01-01"]},
            "The dates 2026-03-01 to 2026-01-01 run backwards; they were not used.",
        ),
        (
            {"dates": ["9999-12-31"]},
            "dates: “9999-12-31” is an impossible date. Give a day from 1900-01-01 to 2100-12-31.",
        ),
        ({"f.region": [""]}, "f.region names no value; it was not used."),
        ({"colour": ["red"]}, "“colour” is not known to this page and was not used."),
        (
            {"data": ["../../etc/passwd"]},
            "“../../etc/passwd” is not a data version; the current data are shown.",
        ),
    ],
)
def test_what_a_link_gets_wrong_is_told(query, told):
    read = read_query(query)
    assert read.problems == (told,)
    assert read.view == View()


def test_a_link_with_one_date_only_is_a_first_day():
    assert read_query({"dates": ["2026-02-01"]}).view == View(period="custom", first=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("days", "every", "at_most", "grain"),
    [
        (400, "day", 400, "day"),
        # 401 days are 57 weeks.
        (401, "day", 400, "week"),
        # 1,096 days are 156 weeks and 36 months.
        (1096, "day", 120, "month"),
        (1096, "month", 120, "month"),
        # Nothing coarser than a quarter is offered there.
        (73_000, "day", 120, "quarter"),
    ],
)
def test_the_next_coarser_grain_where_there_would_be_too_many_periods(days, every, at_most, grain):
    dates = Dates(date(1900, 1, 1), date.fromordinal(date(1900, 1, 1).toordinal() + days - 1))
    assert coarsest_enough(dates, every, at_most, ("day", "week", "month", "quarter")) == grain


def test_a_pinned_view_remembers_the_period_it_came_from():
    pinned = View(period="last_3_months", split="plan").pinned(DATA, "3-abcd", 7)
    assert pinned.query() == (
        "period=custom&dates=2026-08-01&dates=2026-10-31&compare=previous&split=plan&every=week"
        "&data=3-abcd&marks=7&live=last_3_months"
    )
    assert read_query(parse_qs(pinned.query())) == ReadView(pinned)
    assert pinned.unpinned() == View(period="last_3_months", split="plan")
    assert pinned.pinned(DATA, "4-abcd", 8).live == "last_3_months"


def test_own_dates_stay_when_a_pinned_view_goes_live():
    own = View(period="custom", first=date(2026, 1, 1), last=date(2026, 1, 31))
    assert own.pinned(DATA, "3-abcd").unpinned() == own


def test_another_period_is_no_longer_the_one_it_came_from():
    pinned = View(period="last_3_months").pinned(DATA, "3-abcd", 7)
    assert pinned.over("custom", pinned.first, pinned.last) == pinned
    assert pinned.over("all", None, None).live is None


@pytest.mark.parametrize(
    ("view", "grain"),
    [
        # October has 31 days; August to October have 92; November 2023 to November 2026 have 1,116.
        (View(period="custom", first=date(2026, 10, 1), last=date(2026, 10, 21)), "day"),
        (View(period="custom", first=date(2026, 10, 1), last=date(2026, 10, 22)), "week"),
        (View(period="last_month"), "week"),
        (View(period="last_3_months"), "week"),
        (View(period="all"), "month"),
        (View(period="last_month", every="day"), "day"),
    ],
)
def test_a_pinned_view_writes_out_the_grain_that_was_shown(view, grain):
    pinned = view.pinned(DATA, "3-abcd", 7)
    assert (pinned.every, view.grain(DATA), pinned.grain(DATA)) == (grain, grain, grain)
    assert f"every={grain}" in pinned.query()
    assert pinned.unpinned() == view


def test_the_grain_of_a_pinned_view_goes_with_its_days_unless_somebody_chose_it():
    pinned = View(period="last_3_months").pinned(DATA, "3-abcd", 7)
    assert pinned.over("last_month", None, None).every is None
    chosen = View(period="last_3_months", every="day").pinned(DATA, "3-abcd", 7)
    assert chosen.over("last_month", None, None).every == "day"
    assert View(every="month").over("last_month", None, None).every == "month"


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("marks=x", "marks cannot be “x”"),
        ("marks=-1", "marks cannot be “-1”"),
        ("marks=" + "9" * 30, "marks cannot be"),
        ("dates=2026-01-01&live=custom", "live cannot be “custom”"),
        ("dates=2026-01-01&live=__import__", "live cannot be"),
        ("period=all&live=last_month", "live was not used"),
    ],
)
def test_what_marks_and_live_cannot_be_is_told(query, word):
    read = read_query(parse_qs(query))
    assert (read.view.marks, read.view.live, len(read.problems)) == (None, None, 1)
    assert word in read.problems[0]
