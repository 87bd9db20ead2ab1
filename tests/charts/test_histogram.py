import pytest

from cx.charts.histogram import histogram
from cx.charts.theme import Look
from tests.charts.rows import row

COUNT = Look("count")
BANDS = [("0–50", 3.0), ("50–100", 5.0), ("ordered once", 2.0)]


@pytest.fixture
def figure():
    return histogram([row(v, unit="count", band=b) for b, v in BANDS], COUNT, apart=("ordered once",), title="P")


def test_a_bar_per_band_in_their_order_with_its_share(figure):
    (bars,) = figure.data
    assert list(bars.y) == [3, 5, 2]
    assert bars.customdata[1][1] == "5 (50.0% of all)"


def test_what_is_no_part_of_the_scale_is_in_the_colour_of_context_and_always_named(figure):
    (bars,) = figure.data
    tokens = COUNT.tokens
    assert list(bars.marker.color) == [tokens.accent, tokens.accent, tokens.context]
    assert list(figure.layout.xaxis.tickvals) == ["0–50", "ordered<br>once"]
