"""Targets and events on a chart: where they stand, and that nothing lies on anything else on a phone."""

from datetime import date, timedelta

from cx.charts.marks import EventLine, TargetLine, drawable, rows_of
from cx.charts.theme import DARK, LIGHT, Look
from cx.charts.trend import trend
from cx.metrics.base import Row
from cx.stats.estimate import Estimate

MONTHS = [date(2025, month, 1) for month in range(1, 13)]
FIRST, LAST = MONTHS[0], MONTHS[-1]


def points(value: float = 40.0, split: str | None = None) -> list[Row]:
    return [Row(Estimate(value, value - 5, value + 5, 100, "points", "m"), period=m, split=split) for m in MONTHS]


def test_numbers_that_are_near_stand_in_rows_of_their_own():
    near = [date(2025, 6, day) for day in (1, 5, 9)]
    assert rows_of([FIRST, *near, LAST], FIRST, LAST) == [0, 0, 1, 2, 0]
    # A fourth one has no row left: it stands where it covers the number that is farthest away.
    assert rows_of([date(2025, 6, day) for day in (1, 5, 9, 13)], FIRST, LAST) == [0, 1, 2, 0]
    assert rows_of([FIRST + timedelta(days=40 * n) for n in range(8)], FIRST, LAST) == [0] * 8


def test_a_target_far_away_is_not_drawn():
    near, far = TargetLine(50, FIRST, LAST), TargetLine(90, FIRST, LAST)
    assert drawable([near, far], [35.0, 45.0]) == [near]
    assert drawable([near], []) == []


def test_a_target_is_a_dashed_line_with_its_value_and_the_axis_holds_it():
    figure = trend(points(), Look("points", None, "month"), targets=[TargetLine(52, FIRST, LAST)])
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.x0, line.x1, line.line.dash) == (52, 52, FIRST, LAST, "dash")
    (told,) = figure.layout.annotations
    assert told.text == "target +52"
    # The figures lie below it, so that its label stands above; above figures it would stand below.
    assert told.yanchor == "bottom"
    below = trend(points(60), Look("points", None, "month"), targets=[TargetLine(52, FIRST, LAST)])
    assert below.layout.annotations[0].yanchor == "top"
    low, high = figure.layout.yaxis.range
    assert low < 35
    assert high >= 52


def test_events_are_numbered_lines_and_their_text_is_no_markup():
    events = [EventLine(1, date(2025, 3, 5), "<b>price</b> change"), EventLine(2, date(2025, 3, 9), "strike")]
    figure = trend(points(), Look("points", None, "month"), events=events)
    assert [(s.x0, s.yref, s.line.dash) for s in figure.layout.shapes] == [
        (date(2025, 3, 5), "paper", "dot"),
        (date(2025, 3, 9), "paper", "dot"),
    ]
    assert [a.text for a in figure.layout.annotations] == ["<b>1</b>", "<b>2</b>"]
    assert figure.layout.annotations[0].y > figure.layout.annotations[1].y
    assert "&lt;b&gt;price" in figure.layout.annotations[0].hovertext


def test_a_segments_target_has_the_colour_of_its_line_in_both_modes():
    for mode, tokens in (("light", LIGHT), ("dark", DARK)):
        rows = [*points(40, "North"), *points(30, "South")]
        figure = trend(rows, Look("points", None, "month", mode), targets=[TargetLine(45, FIRST, LAST, "South")])
        colour = next(t.line.color for t in figure.data if t.name == "South")
        assert figure.layout.shapes[0].line.color == colour
        assert figure.layout.annotations[0].text == "target +45 South"
        assert colour in tokens.categorical


def test_a_chart_without_marks_is_as_before():
    figure = trend(points(), Look("points", None, "month"))
    assert (figure.layout.shapes, figure.layout.annotations) == ((), ())
