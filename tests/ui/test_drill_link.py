"""The address of the customers behind a figure says which figure, and is read back the same."""

from datetime import date

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.behind import Cell
from cx.ui.drill_link import Figure, of_row, read
from cx.view import Filter, View
from tests.charts.rows import row

CELL = Figure(
    "retention", Options(cohort="quarter", mode="recurring"), Cell(cohort=date(2026, 1, 1), age=0), "retention"
)
BAR = Figure("net_revenue", Options(), Cell("region", "(missing)", currency="EUR"), "orders")


@pytest.mark.parametrize("figure", [CELL, BAR, Figure("nps")])
def test_a_link_is_read_back_as_it_was_written(figure):
    view = View(filters=(Filter("segment", ("A", "B")),))
    params = figure.params(view)
    assert read(params) == figure
    assert params["f.segment"] == ["A", "B"]
    assert set(figure.back_params(view)) <= {"period", "compare", "f.segment", "grain", "mode"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "names no figure"),
        ({"figure": ["what_if"]}, "names no figure"),
        ({"figure": ["retention"], "cohort": ["soon"]}, "is not a date"),
        ({"figure": ["retention"], "grain": ["fortnight"]}, "grain cannot be “fortnight”.*day, week, month"),
        ({"figure": ["retention"], "measure": ["profit"]}, "measure cannot be “profit”.*customers, revenue"),
        ({"figure": ["retention"], "age": ["-1"]}, "is no age"),
        ({"figure": ["retention"], "age": ["²"]}, "is no age"),
    ],
)
def test_what_a_link_cannot_mean_is_told(query, said):
    with pytest.raises(UsageError, match=said):
        read(query)


def test_a_card_leads_to_customers_only_where_they_can_be_listed():
    assert of_row("nps", row(40, unit="points")) == Figure("nps")
    assert of_row("aov", row(40, unit="money", currency="EUR")) == Figure("aov", cell=Cell(currency="EUR"))
    assert of_row("aov", row(40, unit="money")) == Figure("aov", cell=Cell(currency="none"))
    assert of_row("ltv_curve", row(40, unit="money", currency="EUR", age=3)) == Figure("ltv_curve", cell=Cell(age=3))
    assert of_row("predicted_clv", row(40, unit="money", age=12)) is None
    assert of_row("nps", row(None, n=0)) is None
    assert of_row("retention_curve", row(None, n=12)) is None
