"""The dose chart, the intervals under each other, and the words of the forest."""

from cx.charts.correlation import forest
from cx.charts.dose import dose, left_out, reach
from cx.charts.intervals import Line, intervals
from cx.charts.theme import Look
from tests.charts.rows import row

MONEY = Look("money", "EUR")


def level(name, value, low=0.0, high=0.0, n=100):
    return row(value, low, high, unit="money", band=name, n=n)


def test_levels_with_too_few_at_the_ends_take_no_room_but_a_gap_between_stays():
    rows = [
        level("0", None, n=3),
        level("1", None, n=4),
        level("2", 10, 8, 12),
        level("3", None),
        level("4", 12, 9, 15),
    ]
    figure = dose([*rows, level("5", None, n=1)], MONEY, "answer")
    assert list(figure.layout.xaxis.categoryarray) == ["2", "3", "4"]
    assert list(figure.layout.xaxis.range) == [-0.5, 2.5]
    assert figure.layout.annotations[0].text == "too few: 0, 1, 3, 5"


def test_an_interval_much_wider_than_the_others_is_cut_and_told():
    """Usual width 20: the axis reaches twice that beyond the values 100 to 130, so from 60 to 170."""
    rows = [level("1", 100, 90, 110), level("2", 110, 100, 120), level("3", 130, 40, 900, n=31)]
    assert reach(rows) == (60, 170)
    assert left_out(rows) == "interval cut: 3"
    figure = dose(rows, MONEY, "answer")
    band, dots = figure.data
    assert (max(band.y), min(band.y)) == (170, 60)
    assert list(dots.y) == [100, 110, 130]
    assert figure.layout.yaxis.range[1] < 250
    assert left_out(rows[:2]) == ""


def test_the_area_of_a_dot_is_its_n_and_nothing_known_is_an_empty_plot():
    dots = dose([level("1", 5, 4, 6, n=400), level("2", 5, 4, 6, n=100)], MONEY, "answer").data[1]
    assert list(dots.marker.size) == [18.0, 9.0]
    assert dose([level("1", None)], MONEY, "answer").data[1].x == ()
    assert dose([], MONEY, "answer").layout.annotations == ()


def test_a_line_is_filled_as_told_and_the_zero_is_on_the_axis():
    lines = [
        Line("adjusted", row(5, -3, 13, unit="money"), main=True, filled=False),
        Line("raw", row(9, 4, 14, unit="money"), filled=True),
        Line("other", row(9, 4, 14, unit="money"), main=True),
    ]
    figure = intervals(lines, MONEY)
    assert [trace.marker.symbol for trace in figure.data] == ["circle-open", "circle", "circle"]
    assert figure.data[0].marker.color == figure.data[2].marker.color == MONEY.tokens.accent
    low, high = figure.layout.xaxis.range
    assert low < -3
    assert high > 14


def test_a_withheld_line_is_no_dot_and_a_name_with_markup_is_text():
    figure = intervals([Line("<b>x</b>", row(None, unit="money", n=3))], MONEY)
    assert figure.data[0].x == (None,)
    assert "<b>" not in figure.data[0].y[0]
    assert figure.layout.annotations[0].text == "–"


def test_a_long_name_stands_on_two_lines():
    (name,) = intervals([Line("Before the answer (should be zero)", row(5, -3, 13, unit="money"))], MONEY).data[0].y
    assert name == "Before the answer<br>(should be zero)<br>n = 100"


def test_the_forest_names_scores_and_outcomes_in_words():
    rows = [row(0.1, 0.05, 0.15, unit="correlation", score="ces", outcome="repurchase", adjusted_p=0.01)]
    words = {"ces": "Ease (CES)", "repurchase": "ordered again"}
    figure = forest(rows, Look("correlation"), words)
    assert list(figure.layout.yaxis.ticktext) == ["Ease (CES)<br>ordered again"]
    assert figure.data[0].customdata[0][0] == "Ease (CES)<br>ordered again"
    assert list(forest(rows, Look("correlation")).layout.yaxis.ticktext) == ["ces<br>repurchase"]
