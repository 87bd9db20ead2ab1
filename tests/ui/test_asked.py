"""What a link asks and cannot have is named; nothing is shown that it did not ask for."""

from datetime import date

import pytest

from cx.ui.asked import understand, version_asked
from cx.ui.links import absolute, query_params
from cx.view import DEFAULT_PERIOD, Dates, Filter, View
from tests.given import given


@pytest.fixture
def version(tmp_path):
    customers = [{"customer_id": c, "region": r} for c, r in (("a", "North"), ("b", "South"))]
    orders = [
        {"order_id": "1", "customer_id": "a", "ordered_at": "2025-01-15", "amount": "10"},
        {"order_id": "2", "customer_id": "b", "ordered_at": "2025-03-31", "amount": "20"},
    ]
    return given(tmp_path, customers=customers, orders=orders)


def test_a_link_without_keys_is_the_default_view(version):
    asked = understand({}, version, None)
    assert (asked.view, asked.problems, asked.impossible) == (View(), (), ())


def test_a_value_that_does_not_occur_stays_and_is_told(version):
    asked = understand({"f.region": ["North", "Atlantis"]}, version, None)
    assert asked.view.filters == (Filter("region", ("North", "Atlantis")),)
    assert len(asked.problems) == 1
    assert "“Atlantis”" in asked.problems[0]
    assert asked.impossible == ()


def test_a_dimension_that_is_not_there_makes_every_figure_impossible(version):
    asked = understand({"f.planet": ["Mars"]}, version, None)
    assert asked.impossible == (Filter("planet", ("Mars",)),)
    assert asked.view.filters == asked.impossible


def test_an_unknown_split_is_told_and_not_split(version):
    asked = understand({"split": ["planet"]}, version, None)
    assert asked.view.split is None
    assert "“planet”" in asked.problems[0]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"colour": ["red"]}, "“colour”"),
        ({"period": ["yesterday"]}, "“yesterday”"),
        ({"dates": ["2025-02-30"]}, "“2025-02-30” is not a date"),
        ({"dates": ["2025-03-02", "2025-03-01"]}, "run backwards"),
        ({"dates": ["2026-01-01"]}, "The data end on 2025-03-31"),
        ({"compare": ["year", "none"]}, "compare is given 2 times"),
        ({"dates": ["2025-01-01", "2025-01-02", "2025-01-03"]}, "dates is given 3 times"),
        ({"period": ["all"], "dates": ["2025-01-01"]}, "also asks for the period “all”"),
        ({"grain": ["fortnight"]}, "grain cannot be “fortnight”"),
    ],
)
def test_each_thing_that_cannot_be_used_is_told_once(version, query, word):
    problems = understand(query, version, None).problems
    assert [word in problem for problem in problems].count(True) == 1


def test_keys_of_pages_are_known(version):
    assert understand({"grain": ["week"], "show": ["health"]}, version, None).problems == ()


def test_dates_after_the_data_fall_back_to_the_default_period(version):
    assert understand({"dates": ["2026-01-01"]}, version, None).view.period == DEFAULT_PERIOD


def test_a_version_that_is_gone_is_told_and_one_that_is_there_is_pinned():
    assert version_asked({"data": ["3-abcd"]}, ["3-abcd", "4-abce"]) == ("3-abcd", [])
    pinned, problems = version_asked({"data": ["9-ffff"]}, ["3-abcd"])
    assert pinned is None
    assert "“9-ffff”" in problems[0]


def test_a_copied_link_keeps_the_page_its_own_keys_and_the_whole_view():
    view = View(filters=(Filter("region", ("North", "South & West")),))
    days = Dates(date(2025, 1, 1), date(2025, 3, 31))
    link = absolute(
        view.pinned(days, "3-abcd"), "http://host:1/retention?period=all#x", {"grain": ["week"], "a": ["b"]}
    )
    assert link == (
        "http://host:1/retention?period=custom&dates=2024-04-01&dates=2025-03-31&compare=previous"
        "&f.region=North&f.region=South+%26+West&data=3-abcd&grain=week"
    )


def test_query_params_hold_every_value():
    view = View(filters=(Filter("region", ("North", "South")),), split="region")
    assert query_params(view) == {
        "period": ["last_12_months"],
        "compare": ["previous"],
        "f.region": ["North", "South"],
        "split": ["region"],
    }
