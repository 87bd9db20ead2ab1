"""A receipt tells the figure, its rows in and out, and SQL that gives the same statistics when it is pasted."""

import pandas as pd
import pytest

from cx.metrics.base import Options
from cx.metrics.compute import compute, scope_of
from cx.metrics.coverage import day_columns
from cx.metrics.receipt import main_row, receipt, rows_by_table, whole_receipt
from cx.metrics.registry import METRICS
from cx.queries import run
from cx.settings import Settings
from cx.store.matching import matches
from cx.view import Filter, View
from tests.charts.rows import row
from tests.given import given

JANUARY = View("custom", first=pd.Timestamp("2026-01-01").date(), last=pd.Timestamp("2026-01-31").date())
ORDERS = [
    {"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "amount": "10", "status": "paid"},
    {"order_id": "2", "customer_id": "it's", "ordered_at": "2026-01-06", "amount": "30", "status": "paid"},
    {"order_id": "3", "customer_id": "ann", "ordered_at": "2026-01-07", "amount": "-5", "status": "paid"},
    {"order_id": "4", "ordered_at": "2026-01-08", "amount": "40", "status": "paid"},
    {"order_id": "5", "customer_id": "ann", "ordered_at": "2026-02-05", "amount": "50", "status": "paid"},
    {"order_id": "6", "customer_id": "ann", "ordered_at": "2026-01-09", "amount": "9", "status": "cancelled"},
]
SURVEYS = [
    {"response_id": "a", "customer_id": "ann", "sent_at": "2026-01-08", "responded_at": "2026-01-09", "nps": "10"},
    {"response_id": "b", "customer_id": "ann", "sent_at": "2026-01-08"},
    {"response_id": "c", "sent_at": "2026-01-08", "responded_at": "2026-01-09", "nps": "2"},
]


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    folder = tmp_path_factory.mktemp("receipt")
    return given(folder, Settings(minimum_n=1, currency="EUR"), orders=ORDERS, surveys=SURVEYS)


def told(version, name, view=JANUARY, options=Options(), parts=()):  # noqa: B008
    return receipt(compute(name, version, view, options), version, list(matches(version)), parts)


def test_rows_in_and_out_add_up_to_the_n_of_the_figure(version):
    """Of 5 usable orders one is of February; of the 4 of January one is a credit note, so 3 count."""
    text = told(version, "orders")
    assert "Rows in: 4\n" in text
    assert "  orders: 5 in the data, less 1 outside these days and filters, are 4\n" in text
    assert "  3 orders of them count; not counted: 1, credit notes" in text
    assert "n = 3" in text
    assert "  1: status “cancelled” does not count as an order (amount 9.00)" in text
    assert "Match rate: 80.0% of all 5 orders have a known customer" in text


def test_answers_are_told_from_invitations(version):
    text = told(version, "nps")
    assert "  surveys: 3 in the data, less 0 outside these days and filters, are 3\n" in text
    assert "  2 answers of them count; not counted: 1, invitations without an answer" in text


def test_a_receipt_names_definition_formula_view_version_and_link(version):
    text = told(version, "aov", View("custom", first=JANUARY.first, last=JANUARY.last, split="status"))
    metric = METRICS["aov"]
    for part in (metric.title, metric.question, metric.definition, metric.formula, metric.source, version.id):
        assert part in text
    assert "Shown: 2026-01-01 to 2026-01-31 · split by status" in text
    assert (
        "Link: ?period=custom&dates=2026-01-01&dates=2026-01-31&compare=previous&split=status&every=week&data=1-abcdef"
        in text
    )
    assert "Figure: split paid, currency EUR: €25.00, 95% interval" in text
    assert text.index("as it ran on data version") < text.index("WITH params AS")


@pytest.mark.parametrize("name", ["nps", "net_revenue", "aov", "retention", "churn_rate", "repeat_rate", "ltv_curve"])
def test_the_sql_of_a_receipt_gives_the_same_statistics_again(version, name):
    view = View(period="all", filters=(Filter("status", ("paid", "it's")),)) if name != "nps" else View(period="all")
    pasted = told(version, name, view).split("as it ran on data version 1-abcdef:\n\n")[1]
    metric, scope = METRICS[name], scope_of(version, view, Options())
    ran = run(version, metric.sql(), day_columns(metric), scope, metric.optional, metric.step_texts()).rows
    columns = list(ran.columns)
    again = version.engine.query(pasted).sort_values(columns, ignore_index=True)
    pd.testing.assert_frame_equal(again, ran.sort_values(columns, ignore_index=True))


def test_the_rows_of_every_metric_add_up(version):
    for name in METRICS:
        result = compute(name, version, View(period="all"))
        found = rows_by_table(result, version)
        assert sum(kept for _held, kept in found.values()) == result.rows_in or not found
        assert all(kept <= held for held, kept in found.values())
        assert receipt(result, version, []).startswith(result.metric.title)


def test_a_figure_that_cannot_be_given_says_why_and_that_nothing_ran(version):
    text = told(version, "resolution_time")
    assert "Figure: not given, no contacts are loaded: load a contacts file, n = 0" in text
    assert "it did not run" in text


def test_options_and_what_is_combined_are_told(version):
    options = Options(cohort="quarter")
    assert "Options: cohort quarter, measure customers, mode first, basis first_order" in told(
        version, "retention", options=options
    )
    part = compute("nps", version, JANUARY)
    assert "SQL of Net Promoter Score, as it ran" in told(version, "orders", parts=[part])


def test_the_command_tells_what_is_combined_too(version):
    combining = next(metric for metric in METRICS.values() if metric.combines and not metric.variants)
    text = whole_receipt(compute(combining.name, version, View(period="all")), version)
    assert text.count("SQL of ") == 1 + len(combining.combines)


def test_of_several_figures_the_one_with_most_behind_it_is_named_and_none_that_is_so_by_definition():
    start, month = row(1, 1, 1, age=0, n=90), row(0.4, age=1, n=80)
    assert main_row([start, month, row(0.5, age=2, n=60), row(None, age=3, n=95)], "share") is month
    assert main_row([start, row(None, age=1, n=80)], "share") is start
