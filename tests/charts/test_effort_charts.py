"""The forest of odds ratios and the calibration plot."""

import pytest

from cx.charts.calibration import calibration
from cx.charts.odds import odds
from cx.charts.theme import Look
from tests.charts.rows import row

RATIO, SHARE = Look("ratio"), Look("share")


def test_odds_are_filled_where_they_leave_one_out_and_reach_the_ends_of_the_interval() -> None:
    rows = [
        row(4.0, 2.0, 8.0, unit="ratio", item="was transferred"),
        row(1.1, 0.5, 2.2, unit="ratio", item="slow"),
        row(None, unit="ratio", item="was reopened", n=3),
    ]
    figure = odds(rows, RATIO)
    (dots,) = figure.data
    assert list(dots.marker.symbol) == ["circle", "circle-open", "circle-open"]
    assert (list(dots.error_x.array)[:2], dots.error_x.arrayminus[0]) == ([4.0, pytest.approx(1.1)], 2.0)
    assert figure.layout.xaxis.type == "log"
    assert [a.text for a in figure.layout.annotations] == ["4.00", "1.10", "not shown"]


def test_an_endless_interval_is_cut_and_does_not_stretch_the_axis() -> None:
    figure = odds([row(4000.0, 0.00001, 1e9, unit="ratio", item="x")], RATIO)
    assert figure.data[0].x[0] == 1000.0
    low, high = figure.layout.xaxis.range
    assert -3.2 < low < high < 5.0
    assert figure.layout.xaxis.ticktext[0] == "0.001×"


def test_a_sign_with_markup_is_text() -> None:
    assert "<b>" not in odds([row(2.0, 1.0, 3.0, unit="ratio", item="<b>x</b>")], RATIO).data[0].y[0]


def test_calibration_puts_what_was_foretold_across_and_what_was_observed_upwards() -> None:
    rows = [row(0.1, 0.05, 0.2, foretold=0.12), row(0.6, 0.5, 0.7, foretold=0.5), row(None, n=3)]
    diagonal, dots = calibration(rows, SHARE).data
    assert list(diagonal.x) == list(diagonal.y)
    assert (list(dots.x), list(dots.y)) == ([0.12, 0.5], [0.1, 0.6])
    assert dots.error_y.array[1] == pytest.approx(0.1)


def test_nothing_known_is_an_empty_plot() -> None:
    assert len(calibration([row(None)], SHARE).data) == 1
    assert odds([], RATIO).data[0].x == ()
