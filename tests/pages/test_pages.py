"""Every page over demo data, over an empty store, and under a filter that matches nothing."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.store.versions import open_version
from cx.view import Filter, View

PAGES = {
    "overview/overview": 11,
    "experience/experience": 4,
    "experience/drivers": 4,
    "loyalty/retention": 4,
    "loyalty/survival": 6,
    "value/lifetime_value": 6,
    "value/orders": 6,
    "impact/roi_of_cx": 4,
    "impact/effort": 5,
    "impact/what_if": 4,
}
"""Page -> how many cards it has."""


def texts(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.header, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize(("page", "cards"), PAGES.items())
def test_a_page_opens_with_its_finding_its_cards_and_its_receipt(show, page, cards):
    app = show(page)
    assert not app.exception
    assert len(app.title) == 1
    assert len(app.metric) == cards
    assert any("Definitions, sources and SQL" in e.label for e in app.expander)
    assert any("Show as table" in e.label for e in app.expander)


@pytest.mark.parametrize(("page", "cards"), PAGES.items())
def test_no_figure_without_n_and_interval(show, page, cards):
    app = show(page)
    small_print = [c.value for c in app.caption if re.search(r"n\s=\s[\d,]+", c.value) or "needed" in c.value]
    shown = [m for m in app.metric if m.value != "–"]
    assert shown
    assert len(small_print) >= len(shown)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_says_which_files_it_needs(show, page, tmp_path):
    app = show(page, home=tmp_path)
    assert not app.exception
    assert app.title[0].value == "No data yet"
    assert {"orders template", "surveys template"} <= {b.label for b in app.get("download_button")}


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_that_matches_nothing_is_named_and_can_be_removed(show, page):
    app = show(page, f__region="Atlantis")
    assert not app.exception
    assert app.title[0].value == "Nothing matches these filters"
    (button,) = [b for b in app.button if b.key == "remove_region"]
    app = button.click().run()
    assert "f.region" not in app.query_params
    assert app.title[0].value != "Nothing matches these filters"


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_on_surveys_never_shows_unfiltered_figures_of_orders(show, page):
    app = show(page, f__touchpoint="support")
    assert not app.exception
    revenue = [m.value for m in app.metric if m.label in ("Net revenue", "Average order value", "Churn rate")]
    assert all(value == "–" for value in revenue)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", [{"split": "segment"}, {"period": "all", "compare": "none"}, {"period": "last_month"}]
)
def test_splits_and_periods_never_break_a_page(show, page, query):
    assert not show(page, **query).exception


ONE_ORDER = {"orders": [{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15", "amount": "10"}]}
A_CREDIT_NOTE = {"orders": [{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15", "amount": "-10"}]}
ONE_ANSWER = {"surveys": [{"response_id": "1", "responded_at": "2026-01-15", "nps": "9"}]}
GUESTS = {
    "orders": [
        {"order_id": f"{month}-{n}", "ordered_at": f"2025-{month:02d}-11", "amount": "10", "currency": currency}
        for month in range(1, 13)
        for n, currency in enumerate(["EUR", "USD"] * 20)
    ]
}


@pytest.mark.parametrize(
    "tables", [ONE_ORDER, A_CREDIT_NOTE, ONE_ANSWER, GUESTS], ids=["order", "credit", "answer", "guests"]
)
@pytest.mark.parametrize("page", PAGES)
def test_a_few_rows_never_break_a_page_and_what_is_missing_is_a_dash(show, tiny_home, page, tables):
    app = show(page, home=tiny_home(**tables), period="all")
    assert not app.exception
    assert len(app.metric) == PAGES[page]
    assert "–" in [m.value for m in app.metric]


def test_currencies_are_never_joined_and_the_card_says_which_one_it_shows(show, tiny_home):
    app = show("value/orders", home=tiny_home(**GUESTS), period="all")
    (revenue,) = [m for m in app.metric if m.label == "Net revenue"]
    assert revenue.value == "€2.40K"  # 12 months x 20 orders x 10
    assert any("EUR only; there is also USD" in c.value for c in app.caption)
    app = opened(app, "orders_net_revenue_table")
    assert set(app.dataframe[0].value["split"]) == {"EUR", "USD"}


def test_orders_without_a_currency_are_never_added_to_those_with_one(show, tiny_home):
    orders = [{**order, "currency": "EUR" if order["currency"] == "EUR" else None} for order in GUESTS["orders"]]
    app = show("value/orders", home=tiny_home(orders=orders), period="all")
    (revenue,) = [m for m in app.metric if m.label == "Net revenue"]
    assert revenue.value == "€2.40K"
    assert any("EUR only; there are also orders without a currency" in c.value for c in app.caption)
    app = opened(app, "orders_net_revenue_table")
    assert set(app.dataframe[0].value["split"]) == {"EUR", "no currency"}


def test_the_last_month_has_no_retention_yet_and_says_when(show):
    app = show("loyalty/retention", period="last_month")
    (card,) = [m for m in app.metric if m.label == "Retention, month 3"]
    assert card.value == "–"
    assert any(c.value.startswith("month 3 is complete on") for c in app.caption)
    assert any("month 1 is complete on" in i.value for i in app.info)


def test_the_last_month_has_no_follow_up_yet(show):
    app = show("impact/roi_of_cx", period="last_month")
    said = texts(app)
    assert said.count("no 90 days of follow") == 1
    assert not [e for e in app.expander if e.label == "Show as table"]
    assert any(b.label == "Show the last 12 months" for b in app.button)


@pytest.mark.parametrize("page", ["impact/roi_of_cx", "impact/effort"])
def test_impact_follows_the_split_and_says_so_when_it_cannot(show, page):
    assert "within each segment" in texts(show(page, split="segment"))
    assert "not split by queue: surveys have no dimension queue" in texts(show(page, split="queue")).replace("\\", "")


def test_a_split_trend_is_named_by_its_ends(show):
    assert "NPS by segment: highest for" in texts(show("overview/overview", split="segment"))


def test_a_card_shows_the_metric_of_the_command(show, demo_home):
    figure = compute("nps", open_version(demo_home), View(filters=(Filter("segment", ("Consumer",)),))).only().estimate
    app = show("overview/overview", f__segment="Consumer")
    (card,) = [m for m in app.metric if m.label == "NPS"]
    assert card.value == f"{round(figure.value):+d}"
    assert any(f"n\u00a0=\u00a0{figure.n:,}" in c.value for c in app.caption)


def test_the_cohort_controls_live_in_the_address(show):
    app = show("loyalty/retention", grain="quarter", measure="revenue", mode="recurring")
    assert not app.exception
    assert "revenue" in texts(app)
    assert "quarters after the start" in texts(app)


def test_impact_is_associated_and_never_causes(show):
    for page in ("impact/roi_of_cx", "impact/effort"):
        words = texts(show(page)).lower()
        assert "famous claims" in words
        assert not re.search(r"\bcauses\b|\bdrives\b|\bleads to\b", words)


@pytest.mark.parametrize("page", ["impact/roi_of_cx", "impact/effort", "impact/what_if", "experience/drivers"])
def test_what_goes_together_is_called_associated_or_no_proof_and_never_a_cause(show, page):
    words = texts(show(page)).lower()
    assert re.search(r"associated with|no proof of a cause|assumption", words)
    assert not re.search(r"\b(causes|drives|leads to|results in|because of (a )?(better|worse))\b", words)


def test_every_metric_and_table_is_defined(show):
    app = show("definitions/definitions")
    labels = " ".join(e.label for e in app.expander)
    assert all(metric.question.split("?")[0][:20].replace("-", "\\-") in labels for metric in METRICS.values())
    app = app.text_input(key="definitions_search").set_value("top two boxes").run()
    assert "CSAT" in " ".join(e.label for e in app.expander)
    assert "Churn rate" not in " ".join(e.label for e in app.expander)


def test_text_of_the_data_is_never_markup(show):
    app = show("overview/overview", f__region=["**North**", ":red[x]"])
    assert not app.exception
    assert not any(":red[" in str(b.label) for b in app.button)


def opened(app, key):
    """The page with an expander opened, as a click does it."""
    app.session_state[key] = True
    return app.run()


def test_the_twin_shows_the_figures_of_the_chart(show, demo_home):
    app = opened(show("overview/overview"), "overview_nps_table")
    assert not app.exception
    frame = app.dataframe[0].value
    result = compute("nps", open_version(demo_home), View(every="month"))
    assert list(frame["n"]) == [row.estimate.n for row in result.rows]
    assert any(b.label == "Download CSV" for b in app.get("download_button"))


def receipt_of(app, key, figure):
    """The text of one receipt of a page whose receipts are open."""
    (box,) = [s for s in app.selectbox if s.label == "Figure" and s.key == f"{key}_metric"]
    return box.select(figure).run().code[-1].value


def test_the_receipt_shows_the_sql_that_ran(show):
    app = opened(show("value/orders"), "orders_receipt")
    assert not app.exception
    text = app.code[-1].value
    assert "FROM mart." in text
    assert "Rows in" in text
    assert "Match rate" in text
    assert any(b.label == "Download text" for b in app.get("download_button"))


def test_every_figure_of_a_page_has_its_receipt_by_name(show, demo_home):
    app = opened(show("value/orders"), "orders_receipt")
    (box,) = [s for s in app.selectbox if s.key == "orders_receipt_metric"]
    names = [
        "Net revenue",
        "Net revenue · the period before",
        "Net revenue · by month",
        "Average order value · by segment",
    ]
    assert set(names) <= set(box.options)
    assert len(set(box.options)) == len(box.options)
    version = open_version(demo_home)
    before = compute("net_revenue", version, View().at(View().compared(version.dates))).only().estimate
    text = receipt_of(app, "orders_receipt", names[1])
    assert f"n = {before.n:,}" in text
    assert "GROUP BY split, period" in receipt_of(app, "orders_receipt", names[3])


def test_a_receipt_tells_the_sql_of_what_a_figure_combines(show):
    app = opened(show("impact/what_if"), "what_if_receipt")
    assert app.code[-1].value.count("SQL of ") > 1
