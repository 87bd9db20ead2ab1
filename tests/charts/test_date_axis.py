from datetime import date, timedelta

import pytest

from cx.charts.date_axis import MOST_TICKS, date_axis
from cx.language import speaking
from cx.view import add_months


def months(first: date, n: int) -> list[date]:
    return [add_months(first, k) for k in range(n)]


def test_the_months_of_a_year_have_every_second_tick_and_the_year_where_it_begins():
    axis = date_axis(months(date(2025, 11, 1), 12))
    assert axis["tickvals"] == [
        date(2025, 11, 1),
        *months(date(2026, 1, 1), 1),
        *(date(2026, m, 1) for m in (3, 5, 7, 9)),
    ]
    assert axis["ticktext"] == ["Nov<br>2025", "Jan<br>2026", "Mar", "May", "Jul", "Sep"]


def test_the_ticks_of_weeks_stand_at_months_and_those_of_a_few_weeks_at_days():
    weeks = [date(2026, 1, 5) + timedelta(weeks=k) for k in range(26)]
    assert date_axis(weeks)["tickvals"] == months(date(2026, 2, 1), 5)
    assert date_axis(weeks[:5])["ticktext"] == ["5 Jan", "12 Jan", "19 Jan", "26 Jan", "2 Feb"]


def test_many_years_have_years():
    assert date_axis(months(date(2020, 1, 1), 72))["ticktext"] == ["2020", "2021", "2022", "2023", "2024", "2025"]


@pytest.mark.parametrize("n", [4, 9, 15, 30, 61, 130, 400])
def test_there_are_never_more_ticks_than_have_room(n):
    assert 1 <= len(date_axis(months(date(1990, 5, 1), n))["tickvals"]) <= MOST_TICKS
    assert 1 <= len(date_axis([date(2026, 1, 3) + timedelta(days=k) for k in range(n)])["tickvals"]) <= MOST_TICKS


def test_no_days_have_no_ticks():
    assert date_axis([]) == {"type": "date"}


def test_months_have_their_names_in_the_language():
    with speaking("pl"):
        assert date_axis(months(date(2025, 11, 1), 5))["ticktext"] == [
            "lis<br>2025",
            "gru",
            "sty<br>2026",
            "lut",
            "mar",
        ]
    with speaking("ja"):
        assert date_axis(months(date(2025, 11, 1), 5))["ticktext"][0] == "11月<br>2025年"
