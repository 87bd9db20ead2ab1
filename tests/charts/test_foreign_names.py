"""Names come from the data: no chart takes them for its template, its markup or the direction of its writing."""

from datetime import date

import pytest

from cx.charts.bands import bands
from cx.charts.bars import bars
from cx.charts.correlation import forest
from cx.charts.curve import curve
from cx.charts.dose import dose
from cx.charts.histogram import histogram
from cx.charts.intervals import Line, intervals
from cx.charts.odds import odds
from cx.charts.quadrants import points, quadrants
from cx.charts.survival import steps
from cx.charts.theme import Look
from cx.charts.trend import trend
from cx.charts.waterfall import waterfall
from tests.charts.rows import row

FOREIGN = "%{y} <b>x</b> \u202egnp.exe"
SHARE, RATIO = Look("share", every="month"), Look("ratio")
AGES = [row(0.5, 0.4, 0.6, split=FOREIGN, age=age) for age in (0, 1, 2)]
OVER_TIME = [row(0.5, 0.4, 0.6, split=FOREIGN, period=date(2026, month, 1)) for month in (1, 2)]
DRIVER = [
    row(0.5, 0.4, 0.6, part="relative_weight", item=FOREIGN),
    row(3.0, 2.9, 3.1, unit="score", part="performance", item=FOREIGN, scale="1-5"),
]
FIGURES = {
    "bands": lambda: bands([row(0.5, 0.4, 0.6, band=FOREIGN, split=s) for s in (FOREIGN, "b")], SHARE),
    "bars": lambda: bars([row(0.5, 0.4, 0.6, split=FOREIGN)], SHARE),
    "curve": lambda: curve(AGES, SHARE),
    "dose": lambda: dose([row(0.5, 0.4, 0.6, band=FOREIGN)], SHARE, "level"),
    "forest": lambda: forest([row(0.5, 0.4, 0.6, unit="correlation", score=FOREIGN, outcome=FOREIGN)], SHARE),
    "histogram": lambda: histogram([row(2.0, unit="count", band=FOREIGN)], SHARE),
    "intervals": lambda: intervals([Line(FOREIGN, row(0.5, 0.4, 0.6))], SHARE),
    "odds": lambda: odds([row(2.0, 1.5, 3.0, unit="ratio", item=FOREIGN)], RATIO),
    "quadrants": lambda: quadrants(points(DRIVER), SHARE),
    "steps": lambda: steps(AGES, SHARE),
    "trend": lambda: trend(OVER_TIME, SHARE, incomplete={date(2026, 2, 1)}, compared=OVER_TIME, compared_name=FOREIGN),
    "waterfall": lambda: waterfall(
        [row(0.1, 0.0, 0.2, split=FOREIGN, total=0.1, verdict="real")],
        row(0.4, 0.3, 0.5),
        row(0.5, 0.4, 0.6),
        SHARE,
        names=(FOREIGN, "now"),
    ),
}


@pytest.mark.parametrize("chart", FIGURES)
def test_a_name_of_the_data_is_shown_and_never_obeyed(chart: str) -> None:
    figure = FIGURES[chart]()
    for trace in figure.data:
        assert "%{y}" not in (trace.hovertemplate or "")
        assert "gnp" not in (trace.hovertemplate or "")
    for trace in figure.data:
        if "offsetgroup" in trace:
            trace.offsetgroup = ""  # tells groups apart and is shown nowhere
    written = figure.to_json()
    assert "gnp" in written
    assert "u202e" not in written
    assert "\u202e" not in written
    assert "<b>x" not in written
    assert "\\u003cb\\u003ex" not in written
