import pytest

from cx.charts.curve import curve
from cx.charts.series import style
from cx.charts.theme import Look
from cx.charts.trend import LINES
from tests.charts.rows import row


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_two_series_of_a_chart_have_the_same_dash_or_marker(mode):
    drawn = [style(number, Look("share", mode=mode)) for number in range(LINES)]
    assert len({s.colour for s in drawn}) == len({s.dash for s in drawn}) == len({s.symbol for s in drawn}) == LINES
    assert drawn[0].dash == "solid"
    assert "dot" not in {s.dash for s in drawn}  # that is the line of what is compared with


def test_curves_differ_without_their_colours():
    rows = [row(0.5 - age / 10, split=name, age=age) for name in ("Basic", "Plus") for age in (1, 2)]
    basic, plus = [line for line in curve(rows, Look("share")).data if line.name]
    assert (basic.line.dash, basic.marker.symbol) == ("solid", "circle")
    assert (plus.line.dash, plus.marker.symbol) == ("dash", "square")
