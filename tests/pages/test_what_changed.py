"""The section “What changed, and why”: its sentence, its choices in the address, its warnings and its odd states."""

import pytest

from cx.metrics.base import Options, Result
from cx.metrics.compute import compute
from cx.metrics.what_changed import METRIC
from cx.store.versions import open_version
from cx.ui.decomposition import finding as marked
from cx.ui.plain import JOINER
from cx.view import View
from tests.charts.rows import row
from tests.pages.test_pages import texts

NPS, REVENUE = METRIC.variants["nps"], METRIC.variants["revenue"]


def finding(*given):
    return marked(*given).replace(JOINER, "").replace("\\", "")


def result(*rows, metric=NPS):
    return Result(metric, View(), "1-a", tuple(rows), (), "", 0)


def part(name, value, verdict, split=None, unit="points", **more):
    return row(value, value - 2, value + 2, unit=unit, part=name, split=split, total=value, verdict=verdict, **more)


def test_the_sentence_names_what_is_real_what_is_noise_and_why():
    said = finding(
        result(
            part("total", -10.4, "real"),
            part("contribution", -7.5, "real", "North"),
            part("contribution", -3.3, "within noise", "East"),
            part("contribution", 0.4, "within noise", "West"),
            part("rate", -8.2, "real", "North"),
            part("mix", -0.2, "within noise"),
        ),
        "NPS",
        "region",
    )
    assert said == (
        "NPS fell by 10.4 points: more than noise; real: North −7.5 points; East −3.3 points is within noise; "
        "in North its own figure changed; the mix by region did not matter beyond noise"
    )


def test_nothing_real_is_said_plainly():
    rows = [part("total", 1.2, "within noise"), part("contribution", 1.2, "within noise", "North")]
    assert finding(result(*rows), "NPS", "region") == (
        "NPS: nothing changed beyond noise; the change of +1.2 points is within it"
    )


def test_a_part_may_be_real_where_the_whole_is_not():
    rows = [
        part("total", -1.0, "within noise"),
        part("contribution", -9.0, "real", "West"),
        part("contribution", 8.0, "within noise", "North"),
    ]
    said = finding(result(*rows), "NPS", "region")
    assert said.startswith("NPS: the whole change of −1.0 points is within noise; real: West −9.0 points")


def test_the_figures_of_the_sentence_are_those_of_the_chart():
    """7.33 + 1.548 + 0.932 = 9.81 is shown as 7.3 + 1.6 + 0.9 = 9.8: who is nearest to the next step takes the rest."""
    rows = [part("total", 9.81, "real")]
    rows += [part("contribution", value, "real", name) for name, value in (("A", 7.33), ("B", 1.548), ("C", 0.932))]
    assert "real: A +7.3 points, B +1.6 points, C +0.9 points" in finding(result(*rows), "NPS", "region")


def test_the_factors_of_revenue_are_named():
    rows = [
        part("total", -20.0, "real", unit="money", currency="EUR"),
        part("factor", -30.0, "real", unit="money", currency="EUR", item="customers"),
        part("factor", 10.0, "within noise", unit="money", currency="EUR", item="average order value"),
    ]
    said = finding(result(*rows, metric=REVENUE), "Net revenue", "")
    assert said == "Net revenue fell by €20: more than noise; real: customers −€30"


def test_text_of_the_data_is_no_markup_in_the_sentence():
    rows = [part("total", -9.0, "real"), part("contribution", -9.0, "real", "**x** :red[y]")]
    assert ":red[" not in marked(result(*rows), "NPS", "region")


@pytest.mark.parametrize("of", METRIC.variants)
def test_the_choice_of_a_figure_and_a_group_is_kept_in_the_address(show, of):
    app = show("overview/overview", of=of, why="segment")
    assert not app.exception
    assert "What changed, and why" in [s.value for s in app.header]
    assert "each group’s part of the change" in texts(app)


def test_the_page_says_what_the_command_says(show, demo_home):
    app = show("overview/overview", of="revenue", why="region")
    found = compute("what_changed", open_version(demo_home), View(split="region"), Options(of="revenue"))
    assert marked(found, "Net revenue", "region") in texts(app)


def test_a_group_that_the_figure_does_not_have_is_told(show):
    app = show("overview/overview", of="revenue", why="touchpoint")
    assert not app.exception
    assert any("Net revenue cannot be explained by “touchpoint” here." in c.value for c in app.caption)


@pytest.mark.parametrize("page", ["overview/overview", "value/orders"])
@pytest.mark.parametrize("query", [{"compare": "none"}, {"period": "all"}])
def test_nothing_to_compare_with_is_said_in_place_of_a_chart(show, page, query):
    app = show(page, **query)
    assert not app.exception
    assert any("nothing before to compare with" in i.value for i in app.info)


def test_without_a_group_the_whole_change_is_told_and_revenue_has_its_factors(show):
    assert "the whole change, by no group" in texts(show("overview/overview", why="whole"))
    assert "customers × orders per customer" in texts(show("overview/overview", of="revenue", why="whole"))


def test_the_orders_page_splits_revenue_into_its_factors_in_money(show):
    app = show("value/orders")
    app.session_state["factors_table"] = True
    frame = app.run().dataframe[0].value
    items = [item for item in frame["item"].tolist() if isinstance(item, str)]
    assert items[:3] == ["customers", "orders per customer", "average order value"]


def test_a_source_that_stopped_stands_above_the_chart(show, tiny_home):
    surveys = [
        {
            "response_id": f"{month}-{channel}-{n}",
            "responded_at": f"2026-{month:02d}-{1 + n % 28:02d}",
            "nps": 9 - n % 5,
            "channel": channel,
        }
        for month, channels in ((1, "ab"), (2, "a"))
        for channel in channels
        for n in range(60)
    ]
    home = tiny_home(surveys=[*surveys, {"response_id": "x", "responded_at": "2026-02-28", "nps": 9, "channel": "a"}])
    app = show("overview/overview", home=home, dates=["2026-02-01", "2026-02-28"], why="channel")
    assert not app.exception
    assert any("“b” has no NPS answers after 28 Jan 2026" in w.value for w in app.warning)
