from datetime import date, timedelta

from cx.charts.theme import Look
from cx.charts.tracking import tracking
from tests.charts.rows import row

COUNT = Look("count", every="week")


def weeks(*values: float, first: int = 0) -> list:
    start = date(2026, 1, 5)
    return [
        row(v, v - 1, v + 1, unit="count", age=first + i, period=start + timedelta(weeks=first + i))
        for i, v in enumerate(values)
    ]


def test_the_forecast_is_dashed_has_a_band_and_begins_at_the_cut():
    figure = tracking(weeks(1, 3, 6, 8), weeks(2, 3), weeks(5, 7, first=2), COUNT)
    band, actual, fitted, forecast = figure.data
    assert list(band.y) == [6, 8, 6, 4]
    assert (actual.line.dash, fitted.line.dash, forecast.line.dash) == (None, "dot", "dash")
    assert list(forecast.x) == [date(2026, 1, 19), date(2026, 1, 26)]
    assert figure.layout.shapes[0].x0 == date(2026, 1, 19)
    assert figure.layout.annotations[0].text == "the cut"


def test_without_a_forecast_there_is_no_cut():
    assert not tracking([], [], [], COUNT).layout.shapes
