"""Compare: both sides are the figures of the command, the difference is theirs, and overlapping rows are not judged."""

import pytest

from cx.metrics.compute import compute
from cx.stats.comparison import difference
from cx.store.versions import open_version
from cx.view import Filter, View
from tests.pages.test_pages import texts


def side(home, value, metric="nps"):
    view = View(filters=(Filter("segment", (value,)),))
    return compute(metric, open_version(home), view).only().estimate


def test_both_sides_are_the_figures_of_the_command(show, demo_home):
    app = show("compare/compare", dim="segment", a="Consumer", b="Small business")
    assert not app.exception
    cards = {m.label: m.value for m in app.metric[:2]}
    first, second = side(demo_home, "Consumer"), side(demo_home, "Small business")
    assert cards == {"Consumer": f"{round(first.value):+d}", "Small business": f"{round(second.value):+d}"}
    said = texts(app)
    assert f"n\u00a0=\u00a0{first.n:,}" in said and f"n\u00a0=\u00a0{second.n:,}" in said
    gap = difference(first, second)
    assert f"Difference **{gap.value:+.1f} points**" in said.replace("−", "-").replace("\\", "").replace("\u2060", "")


def test_two_views_with_the_same_rows_are_shown_and_not_judged(show):
    app = show("compare/compare", against="views", other="period=last_3_months")
    said = texts(app)
    assert "may hold the same rows" in said
    assert "not judged" in said
    assert not any(word in said for word in ("**real**", "**within noise**"))


def test_two_views_of_other_days_are_judged(show):
    other = "period=custom&dates=2025-05-01&dates=2025-07-31"
    app = show("compare/compare", against="views", period="last_3_months", other=other)
    assert not app.exception
    assert "May 2025 – Jul 2025" in texts(app)
    assert any(verdict in texts(app) for verdict in ("**real**", "**within noise**"))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("f.colour=red", "no dimension “colour”"),
        ("no view at all", "holds no view"),
        ("period=next_week", "cannot be “next_week”"),
        ("data=99-abcdef", "99-abcdef is not kept any more"),
    ],
)
def test_what_of_the_other_link_cannot_be_used_is_told(show, other, told):
    app = show("compare/compare", against="views", other=other)
    assert not app.exception
    assert told in texts(app).replace("\\", "")


def test_values_that_do_not_occur_are_left_at_the_first_ones(show):
    app = show("compare/compare", dim="segment", a="<script>", b="Atlantis")
    assert not app.exception
    assert len(app.metric) == 24  # twelve figures of two sides
    told = texts(app).replace("\\", "")
    assert "First: there is no “<script>” here" in told
    assert "Second: there is no “Atlantis” here" in told


def test_sizes_are_no_finding(show):
    finding = texts(show("compare/compare", dim="segment", a="Consumer", b="Small business")).split("\n\n")[0]
    assert "Customers **" not in finding.splitlines()[0]


def test_filters_of_the_bar_that_match_nothing_are_told(show):
    app = show("compare/compare", f__region="Atlantis")
    assert app.title[0].value == "Nothing matches these filters"


def test_an_empty_store_and_data_without_dimensions_say_so(show, tmp_path, tiny_home):
    assert show("compare/compare", home=tmp_path).title[0].value == "No data yet"
    one = {"orders": [{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15", "amount": "10"}]}
    app = show("compare/compare", home=tiny_home(**one), period="all")
    assert not app.exception
    assert any("no dimension with two values" in i.value for i in app.info)
