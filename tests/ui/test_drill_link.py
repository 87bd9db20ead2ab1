"""The address of the customers behind a figure says which figure, and is read back the same."""

from datetime import date

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.behind import Cell
from cx.metrics.behind.groups import Group
from cx.ui.drill_link import Figure, of_row, read
from cx.view import Dates, Filter, View
from tests.charts.rows import row

CELL = Figure(
    "retention", Options(cohort="quarter", mode="recurring"), Cell(cohort=date(2026, 1, 1), age=0), "retention"
)
POINT = Figure("nps", cell=Cell(days=Dates(date(2026, 1, 1), date(2026, 1, 31))), back="overview")
GAP = Figure("risk_ratio", Options(score="effort"), Cell(group=Group("risk ratio", "high effort", "churn")), "effort")
BAR = Figure("net_revenue", Options(), Cell("region", "(missing)", currency="EUR"), "orders")


@pytest.mark.parametrize("figure", [CELL, BAR, POINT, GAP, Figure("nps")])
def test_a_link_is_read_back_as_it_was_written(figure):
    view = View(filters=(Filter("segment", ("A", "B")),))
    params = figure.params(view)
    assert read(params) == figure
    assert params["f.segment"] == ["A", "B"]
    assert set(figure.back_params(view)) <= {"period", "compare", "f.segment", "grain", "mode", "score"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "names no figure"),
        ({"figure": ["what_if"]}, "names no figure"),
        ({"figure": ["retention"], "cohort": ["soon"]}, "is not a date"),
        ({"figure": ["retention"], "grain": ["fortnight"]}, "grain cannot be “fortnight”.*day, week, month"),
        ({"figure": ["retention"], "measure": ["profit"]}, "measure cannot be “profit”.*customers, revenue"),
        ({"figure": ["retention"], "age": ["-1"]}, "is no age"),
        ({"figure": ["nps"], "days": ["2026-01-01"]}, "is not a date"),
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
    assert of_row("predicted_clv", row(40, unit="money", age=12)) == Figure("predicted_clv", cell=Cell(age=12))
    gap = row(0.2, unit="share", part="difference", band="low effort", item="cost per contact")
    group = Group("difference", "low effort", item="cost per contact")
    assert of_row("cost_to_serve", gap, Options(score="ces")) == Figure(
        "cost_to_serve", Options(score="ces"), Cell(group=group)
    )
    assert of_row("cost_to_serve", gap) is None
    spent = row(40, unit="money", score="nps", band="promoter")
    found = of_row("forward_revenue", spent)
    assert found == Figure("forward_revenue", Options(score="nps"), Cell(group=Group(band="promoter")))
    assert of_row("nps", row(None, n=0)) is None
    assert of_row("retention_curve", row(None, n=12)) is None
