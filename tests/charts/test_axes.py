import pytest

from cx.charts.axes import lying, value_axis
from cx.charts.theme import Look


def test_a_lying_axis_names_every_second_tick_and_always_zero():
    axis = lying(value_axis([-40.0, 60.0], Look("points"), from_zero=True), 0.2)
    assert axis["tickvals"] == [-50, -25, 0, 25, 50, 75]
    assert axis["ticktext"] == ["−50", "", "0", "", "+50", ""]
    assert axis["tickangle"] == 0


def test_a_lying_axis_leaves_the_room_that_was_asked_for():
    low, high = value_axis([0.0, 3.0], Look("count"), from_zero=True)["range"]
    room = lying(value_axis([0.0, 3.0], Look("count"), from_zero=True), 0.25)["range"]
    assert room == pytest.approx([low, low + (high - low) / 0.75])


def test_few_ticks_are_all_named_and_an_axis_without_figures_stays_hidden():
    axis = {"tickvals": [0.0, 1.0], "ticktext": ["0", "1"], "range": [0.0, 1.0]}
    assert lying(axis, 0.2)["ticktext"] == ["0", "1"]
    assert lying({"visible": False}, 0.2) == {"visible": False}
