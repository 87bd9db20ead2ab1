"""From a figure to its customers and back: the page, its ways in, and what it refuses to list."""

import io
import re
from datetime import date

import pandas as pd
import pytest

from cx.metrics.base import Options
from cx.metrics.behind import Cell, behind
from cx.metrics.compute import compute
from cx.store.versions import open_version
from cx.ui.customers import csv
from cx.view import Filter, View

PAGE = "customers/customers"


def texts(app):
    kinds = (app.title, app.markdown, app.caption, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_the_page_lists_the_customers_of_the_card(show, demo_home):
    version = open_version(demo_home)
    view = View(filters=(Filter("region", ("North",)),))
    found, figure = behind("nps", version, view), compute("nps", version, view).only().estimate
    app = show(PAGE, figure="nps", f__region="North", back="overview")
    assert not app.exception
    assert list(app.dataframe[0].value["customer"]) == list(found.lines["customer"])
    said = texts(app)
    assert f"**{found.customers} customers** are behind Net Promoter Score" in said
    assert f"{round(figure.value):+d}" in said
    assert f"the n of the figure: {figure.n}" in said
    assert [b.label for b in app.get("download_button")] == ["Download CSV", "Download XLSX"]


def test_a_side_of_the_figure_is_listed_alone(show, demo_home):
    found = behind("nps", open_version(demo_home), View(), cell=Cell(side=-1))
    app = show(PAGE, figure="nps", side="takes")
    assert len(app.dataframe[0].value) == found.listed
    assert (app.dataframe[0].value["adds"] < 0).all()


def test_the_cards_lead_to_customers_and_definitions(show):
    links = show("overview/overview").get("page_link")
    labels = [link.proto.label for link in links]
    assert labels.count(":blue[See who]") == 11
    assert labels.count(":blue[Definition]") == 11
    (nps, *_others) = [link.proto for link in links if link.proto.label == ":blue[See who]"]
    assert nps.page == "customers"
    assert "figure=nps" in nps.query_string


def test_a_choice_below_the_table_opens_the_customers_of_a_bar(show):
    app = show("experience/experience")
    app.session_state["experience_by_segment_table"] = True
    app = app.run()
    (box,) = [s for s in app.selectbox if s.label == "Show the customers behind"]
    wanted = next(name for name in box.options if name.startswith("Consumer"))
    app = box.select(wanted).run()
    assert not app.exception
    assert app.title[0].value == "The customers behind the figure"
    assert "Segment Consumer" in texts(app)
    assert f"the n of the figure: {wanted.split('n = ')[1].rstrip(')')}" in texts(app)


def test_a_cell_of_the_cohort_table_opens_its_customers(show, demo_home):
    app = show("loyalty/retention", grain="quarter")
    app.session_state["retention_cohorts_table"] = True
    app = app.run()
    (box,) = [s for s in app.selectbox if s.label == "Show the customers behind"]
    wanted = next(name for name in box.options if ", quarter 1:" in name)
    app = box.select(wanted).run()
    cells = compute("retention", open_version(demo_home), View(), Options(cohort="quarter")).rows
    row = min((r for r in cells if r.age == 1 and r.estimate.n), key=lambda r: r.cohort or date.max)
    assert len(app.dataframe[0].value) == row.estimate.n
    assert app.dataframe[0].value["adds"].sum() == row.total


def options_of(app, chart):
    """The figures to choose from below the table of a chart."""
    app.session_state[f"{chart}_table"] = True
    app = app.run()
    (box,) = [s for s in app.selectbox if s.label == "Show the customers behind"]
    return box


def test_a_point_of_a_trend_opens_the_customers_of_its_month(show, demo_home):
    version, view = open_version(demo_home), View(every="month")
    newest = max(compute("nps", version, view).rows, key=lambda r: r.period)
    box = options_of(show("overview/overview"), "overview_nps")
    wanted = box.options[0]
    assert wanted.endswith(f"(n = {newest.estimate.n})")
    app = box.select(wanted).run()
    assert not app.exception
    assert app.dataframe[0].value["n"].sum() == newest.estimate.n
    said = texts(app)
    assert f"{newest.period:%b %Y}" in said
    assert f"the n of the figure: {newest.estimate.n}" in said


@pytest.mark.parametrize(
    ("page", "chart", "wanted", "told"),
    [
        ("impact/roi_of_cx", "after_nps_forward_revenue", "promoter", "NPS, promoter"),
        ("impact/roi_of_cx", "after_nps_churn", "detractor", "NPS, detractor, did not order again"),
        ("impact/effort", "effort_churn", "high effort", "Effort in contacts, high effort, did not order again"),
        ("value/lifetime_value", "ltv_predicted", "Consumer", "Segment Consumer, the next 12 months"),
        ("value/lifetime_value", "ltv_alive", "P(alive) 0–10%", "P(alive) 0–10"),
        ("impact/effort", "effort_cost", "low effort", "Effort in contacts, low effort, cost per contact"),
    ],
)
def test_a_band_opens_its_customers(show, page, chart, wanted, told):
    box = options_of(show(page, period="all"), chart)
    option = next(name for name in box.options if name.startswith(wanted))
    app = box.select(option).run()
    assert not app.exception
    said, n = texts(app).replace("\\", ""), option.split("n = ")[1].rstrip(")")
    assert told in said
    if "P(alive)" in option:
        n = option.split(": ")[1].split(" (")[0]
        assert f"As many as the figure is of: {n}." in said
    else:
        assert f"n of the figure: {n}" in said
    if page.startswith("impact"):
        assert set(app.dataframe[0].value["band"]) == {wanted}


def test_the_cards_of_what_is_at_stake_lead_to_as_many_customers_as_they_are_of(show, demo_home):
    rows = {(r.part, r.item): r for r in compute("revenue_at_risk", open_version(demo_home), View()).rows}
    overview = show("overview/overview").get("page_link")
    links = [link.proto.query_string for link in overview if "figure=revenue_at_risk" in link.proto.query_string]
    # Some figures are not given on so few customers: their cards lead to the customers all the same.
    assert [re.search("part=.*item=[^&]+", link)[0] for link in links] == [
        "part=customers&item=both",
        "part=forward+revenue&item=detractors",
        "part=customers&item=high+effort",
    ]
    for item in ("detractors", "high effort", "both"):
        n = int(rows["customers", item].estimate.value)
        app = show(PAGE, figure="revenue_at_risk", part="customers", item=item)
        assert not app.exception
        assert len(app.dataframe[0].value) == n
        assert f"As many as the figure is of: {n}." in texts(app)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"figure": "forward_revenue", "score": "nps"},
        {"figure": "forward_revenue", "band": "promoter"},
        {"figure": "nps", "band": "promoter"},
        {"figure": "nps", "days": "2026-01-01"},
        {"figure": "nps", "days": "1999-01-01/1999-01-31"},
        {"figure": "churn_rate", "days": "2026-06-01/2026-06-30"},
        {"figure": "retention"},
        {"figure": "nps", "by": "nowhere", "value": "x"},
        {"figure": "nps", "by": "region"},
        {"figure": "nps", "by": "region", "value": "x" * 5000},
        {"figure": "retention", "cohort": "2026-13-01", "age": "1"},
        {"figure": "retention", "cohort": "2026-01-01", "age": "99999999999"},
        {"figure": "nps", "grain": "month", "age": "1"},
    ],
)
def test_a_link_that_names_no_figure_lists_nobody(show, query):
    app = show(PAGE, **query)
    assert not app.exception
    assert not app.dataframe
    assert "Nothing is listed" in texts(app)
    assert len(app.error[0].value) < 400


def test_a_value_that_matches_nobody_says_so(show):
    app = show(PAGE, figure="nps", f__region="Atlantis")
    assert not app.exception
    assert "**0 customers** are behind" in texts(app)
    assert not app.dataframe


def test_the_file_holds_all_customers_their_figure_and_no_formula(demo_home):
    version = open_version(demo_home)
    found = behind("retention_curve", version, View(), cell=Cell(age=1), most=100_000)
    frame = pd.read_csv(io.BytesIO(csv(found)))
    assert len(frame) == found.customers
    assert set(frame["figure"]) == {"retention_curve"}
    assert set(frame["age"]) == {1}
    assert set(frame["data_version"]) == {version.id}
    assert frame["first_order"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
