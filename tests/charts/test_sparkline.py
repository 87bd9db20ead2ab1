from cx.charts.sparkline import sparkline
from cx.charts.theme import Look


def test_a_sparkline_marks_its_last_point_and_tells_each_figure_in_its_unit():
    (line,) = sparkline([0.25, 0.5, 0.75], Look("share")).data
    assert list(line.y) == [0.25, 0.5, 0.75]
    assert list(line.marker.size) == [0, 0, 7]
    assert list(line.customdata) == ["25.0%", "50.0%", "75.0%"]
