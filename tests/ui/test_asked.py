"""What a link asks and cannot have is named; nothing is shown that it did not ask for."""

from datetime import date

import pytest

from cx.ui.asked import understand, version_asked
from cx.ui.links import absolute, query_params
from cx.ui.notices import chip
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title
from cx.view import Dates, Filter, View
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
        ({"dates": ["2026-01-01"]}, "The data cover 15 Jan 2025 to 31 Mar 2025; there are none from 1 Jan 2026"),
        ({"dates": ["2020-01-01", "2020-02-01"]}, "The data cover 15 Jan 2025 to 31 Mar 2025"),
        ({"dates": ["0001-01-01", "9999-12-31"]}, "“0001-01-01” is an impossible date"),
        ({"f.region": [""]}, "f.region names no value"),
        ({"every": ["day"], "dates": ["2020-01-01", "2025-03-31"]}, "more than 400 points; by week is shown"),
        ({"compare": ["year", "none"]}, "compare is given 2 times"),
        ({"dates": ["2025-02-01", "2025-02-02", "2025-02-03"]}, "dates is given 3 times"),
        ({"period": ["all"], "dates": ["2025-01-01"]}, "also asks for the period “all”"),
        ({"grain": ["fortnight"]}, "grain cannot be “fortnight”; it is left at its default."),
        # Of customers behind a figure nothing is left at a default: nobody is listed then.
        ({"grain": ["fortnight"], "figure": ["retention"]}, "grain cannot be “fortnight”."),
        ({"figure": ["what_if"]}, "figure cannot be “what_if”."),
        ({"side": ["left"], "figure": ["nps"]}, "side cannot be “left”; it is left at its default."),
    ],
)
def test_each_thing_that_cannot_be_used_is_told_once(version, query, word):
    problems = understand(query, version, None).problems
    assert len(problems) == 1
    assert word in problems[0]


def test_keys_of_pages_are_known(version):
    assert understand({"grain": ["week"], "show": ["health"]}, version, None).problems == ()


def test_a_period_outside_the_data_is_kept_and_not_replaced_by_another(version):
    asked = understand({"dates": ["2026-01-01"]}, version, None)
    assert asked.view.dates(version.dates) == Dates(date(2026, 1, 1), date(2026, 1, 1))


def test_a_wrong_date_is_not_also_told_as_a_second_period(version):
    problems = understand({"period": ["all"], "dates": ["soon"]}, version, None).problems
    assert len(problems) == 1
    assert "“soon” is not a date" in problems[0]


def test_a_filter_without_a_value_is_not_applied_anywhere(version):
    view = understand({"f.region": [""], "f.": ["x"]}, version, None).view
    assert view.filters == ()
    assert "f.region" not in query_params(view)


def test_a_long_link_is_told_in_short(version):
    names = [f"{n:03}" + "x" * 5000 for n in range(300)]
    problems = understand({"f.region": names}, version, None).problems
    assert len(problems) == 9
    assert problems[0].startswith("“000" + "x" * 57 + "…”")
    assert problems[-1] == "and 292 more."


def test_a_chip_names_three_values_and_counts_the_rest():
    part = Filter("region", ("y" * 70, "b", "c", *map(str, range(297))))
    assert chip(part) == "Region: " + "y" * 60 + "…, b, c and 297 more"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("orders.channel", "Channel (orders)"),
        ("first_channel", "First channel"),
        ("[x](http://evil.example)", "[x](http://evil.example)"),
    ],
)
def test_a_dimension_names_its_table_only_where_it_is_one(name, title):
    assert dimension_title(name) == title


def test_a_column_called_like_a_control_says_its_table(tmp_path):
    orders = [{"order_id": "1", "customer_id": "a", "ordered_at": "2025-01-15", "amount": "1", "period_": "A"}]
    assert dimension_title("period_", given(tmp_path, orders=orders)) == "Period (orders)"


def test_a_live_link_pins_no_data():
    pinned = View(period="custom", first=date(2025, 1, 1), last=date(2025, 1, 31), data="3-abcd")
    assert pinned.unpinned().query() == "period=custom&dates=2025-01-01&dates=2025-01-31&compare=previous"


def test_labels_are_escaped_only_where_markdown_would_read_them():
    assert plain("ordered_at: South-West (orders)") == "ordered_at: South-West (orders)"
    assert plain("_a_ [b](c) - 1) d") == "\\_a\\_ \\[b\\](c) \\- 1\\) d"


def test_a_version_that_is_gone_is_told_and_one_that_is_there_is_pinned():
    assert version_asked({"data": ["3-abcd"]}, ["3-abcd", "4-abce"]) == ("3-abcd", None)
    assert version_asked({"data": ["9-ffff"]}, ["3-abcd"]) == (None, "9-ffff")
    assert version_asked({}, ["3-abcd"]) == (None, None)


def test_a_copied_link_keeps_the_page_its_own_keys_and_the_whole_view():
    view = View(filters=(Filter("region", ("North", "South & West")),))
    days = Dates(date(2025, 1, 1), date(2025, 3, 31))
    link = absolute(
        view.pinned(days, "3-abcd", 7), "http://host:1/retention?period=all#x", {"grain": "week", "colour": "red"}
    )
    assert link == (
        "http://host:1/retention?period=custom&dates=2024-04-01&dates=2025-03-31&compare=previous"
        "&f.region=North&f.region=South+%26+West&every=month&data=3-abcd&marks=7&live=last_12_months&grain=week"
    )


def test_query_params_hold_every_value():
    view = View(filters=(Filter("region", ("North", "South")),), split="region")
    assert query_params(view) == {
        "period": ["last_12_months"],
        "compare": ["previous"],
        "f.region": ["North", "South"],
        "split": ["region"],
    }
