from xml.etree import ElementTree

from cx.charts.sparkline import HEIGHT, MARK, sparkline
from cx.charts.theme import DARK

SVG = "{http://www.w3.org/2000/svg}"


def drawn(values):
    tree = ElementTree.fromstring(sparkline(values, "dark"))  # noqa: S314 - our own text
    return tree.find(f"{SVG}svg/{SVG}polyline"), tree.find(f"{SVG}circle")


def test_a_sparkline_goes_from_the_lowest_to_the_highest_figure_and_marks_the_last_one():
    line, mark = drawn([0.25, 0.75, 0.5])
    bottom, top, middle = HEIGHT - MARK, MARK, HEIGHT / 2
    assert line.get("points") == f"0,{bottom:.2f} 1,{top:.2f} 2,{middle:.2f}"
    assert (mark.get("cy"), mark.get("fill")) == (f"{middle:.2f}", DARK.context)


def test_figures_that_never_changed_are_a_line_through_the_middle():
    line, mark = drawn([7.0, 7.0])
    assert line.get("points") == f"0,{HEIGHT / 2:.2f} 1,{HEIGHT / 2:.2f}"
    assert mark.get("cy") == f"{HEIGHT / 2:.2f}"
