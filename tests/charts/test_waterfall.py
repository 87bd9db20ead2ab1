"""The waterfall: bars that start where the last one ended, figures that add up, noise that is pale and named."""

import pytest

from cx.charts.theme import TOKENS, Look
from cx.charts.waterfall import MOST, step_of, steps, waterfall
from tests.charts.rows import row

POINTS = Look("points")
THEN, NOW = row(35.7, 28, 42, unit="points"), row(25.3, 19, 32, unit="points")


def part(name: str, value: float, verdict: str = "within noise", **more):
    known = None if verdict == "too few" else value
    return row(known, value - 4, value + 4, unit="points", split=name, total=value, verdict=verdict, **more)


PARTS = [part("West", 0.8), part("North", -7.5, "real"), part("East", -3.3), part("South", -0.4, "too few")]


def drawn(rows):
    return waterfall(rows, THEN, NOW, POINTS, names=("Feb", "Mar"))


def test_every_bar_starts_where_the_last_one_ended_the_largest_first():
    bars = [trace for trace in drawn(PARTS).data if trace.type == "bar"]
    assert [bar.y[0] for bar in bars] == ["North", "East", "West", "South"]
    assert [round(bar.base[0], 1) for bar in bars] == [35.7, 28.2, 24.9, 25.7]
    assert round(bars[-1].base[0] + bars[-1].x[0], 1) == 25.3


def test_real_is_solid_noise_is_pale_and_both_are_named():
    figure = drawn(PARTS)
    bars = {trace.y[0]: trace for trace in figure.data if trace.type == "bar"}
    assert bars["North"].marker.color == TOKENS["light"].bad
    assert bars["East"].marker.color.startswith("rgba")
    texts = {note.y: note.text for note in figure.layout.annotations}
    assert texts["North"] == "<b>−7.5 points</b><br>real"
    assert texts["East"].endswith("<br>within noise")
    assert texts["South"].endswith("<br>too few")
    assert (texts["Feb"], texts["Mar"]) == ("<b>+35.7</b>", "<b>+25.3</b>")


def test_whiskers_reach_the_ends_of_the_part_and_the_axis_holds_them():
    figure = drawn(PARTS)
    north = next(trace for trace in figure.data if trace.type == "bar" and trace.y[0] == "North")
    assert (north.error_x.array[0], north.error_x.arrayminus[0]) == (4.0, 4.0)
    low, high = figure.layout.xaxis.range
    assert low <= 24.2 - 4 and high >= 35.7


def test_the_figures_shown_add_up():
    """Three thirds of one point: 0.4, 0.3 and 0.3."""
    found = steps([part(name, 1 / 3) for name in "ABC"], "points")
    assert sorted(step.shown for step in found) == pytest.approx([0.3, 0.3, 0.4])


def test_the_smallest_are_one_bar_and_nothing_is_lost():
    found = steps([part(f"S{i}", float(i)) for i in range(20)], "points")
    assert len(found) == MOST
    assert (found[-1].name, found[-1].row) == ("13 others", None)
    assert sum(step.value for step in found) == sum(range(20))


def test_money_is_rounded_to_three_digits_of_its_largest_part():
    assert step_of([-29171.0, 13445.0], "money") == 100.0
    assert step_of([0.0], "money") == 1.0
    assert step_of([0.0123], "share") == 0.001


def test_a_name_with_markup_is_text_and_two_of_one_name_are_two_rows():
    figure = drawn([part("<b>x</b>", 1.0), part("Mar", 2.0)])
    assert len(set(figure.layout.yaxis.categoryarray)) == 4
    assert not any("<" in name for name in figure.layout.yaxis.categoryarray)
