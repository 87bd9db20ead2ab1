from datetime import date

import pytest

from cx.charts.axes import nice_ticks, value_axis
from cx.charts.bands import bands
from cx.charts.bars import bars, ordered, shown
from cx.charts.cohort_heatmap import cell_colour, cohort_heatmap, text_colour
from cx.charts.correlation import forest
from cx.charts.curve import curve
from cx.charts.theme import TOKENS, Look, contrast
from cx.charts.trend import largest, trend
from tests.charts.rows import row

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
SHARE, POINTS, MONEY = Look("share", every="month"), Look("points", every="month"), Look("money", "EUR", "month")


def test_ticks_are_round_and_cover_the_data():
    assert nice_ticks(0.0, 0.34) == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert nice_ticks(-17, 46) == [-20, 0, 20, 40, 60]
    assert nice_ticks(5, 5)[0] < 5 < nice_ticks(5, 5)[-1]


def test_an_axis_of_shares_is_in_per_cent_and_ends_at_100():
    axis = value_axis([0.55, 0.98, 1.0], SHARE, from_zero=True)
    assert axis["ticktext"] == ["0%", "25%", "50%", "75%", "100%"]


def test_a_trend_leaves_the_running_period_out_of_the_line_and_shows_it_hollow():
    rows = [row(30, 26, 34, unit="points", period=m) for m in (JANUARY, FEBRUARY, MARCH)]
    band, line, hollow = trend(rows, POINTS, incomplete={MARCH}).data
    assert list(line.x) == [JANUARY, FEBRUARY]
    assert list(hollow.x) == [MARCH]
    assert hollow.marker.symbol == "circle-open"
    assert list(band.y) == [34, 34, 26, 26]


def test_a_missing_period_breaks_line_and_band_and_is_never_zero():
    rows = [row(v, 26, 34, unit="points", period=m) for v, m in ((30, JANUARY), (None, FEBRUARY), (31, MARCH))]
    first, second, line = trend(rows, POINTS).data
    assert list(line.y) == [30, None, 31]
    assert (list(first.x), list(second.x)) == ([JANUARY], [MARCH])
    assert (second.error_y.array[0], second.error_y.arrayminus[0]) == (3, 5)  # 31 in 26 to 34


def test_the_comparison_lies_under_the_periods_it_is_compared_with():
    now = [row(30, 26, 34, unit="points", period=m) for m in (FEBRUARY, MARCH)]
    then = [row(20, 16, 24, unit="points", period=date(2025, m, 1)) for m in (2, 3)]
    context = trend(now, POINTS, compared=then, compared_name="2025").data[-1]
    assert list(context.x) == [FEBRUARY, MARCH]
    assert list(context.y) == [20, 20]
    assert context.customdata[0][0] == "Feb 2025"


def test_bars_are_sorted_with_withheld_and_missing_last():
    rows = [row(v, 0, 1, split=s) for s, v in (("A", 0.2), ("(missing)", 0.9), ("B", None), ("C", 0.5))]
    assert [r.split for r in ordered(rows)] == ["C", "A", "B", "(missing)"]
    figure = bars(rows, SHARE)
    assert list(figure.data[0].x) == [0.5, 0.2, None, 0.9]
    assert [a.text for a in figure.layout.annotations] == ["50.0%", "20.0%", "too few, n = 100", "90.0%"]


def test_whiskers_reach_the_ends_of_the_interval():
    (bar,) = bars([row(0.5, 0.4, 0.7, split="A")], SHARE).data
    assert bar.error_x.array[0] == pytest.approx(0.2)
    assert bar.error_x.arrayminus[0] == pytest.approx(0.1)


def test_a_segment_name_with_markup_is_text():
    (bar,) = bars([row(0.5, 0.4, 0.7, split="<a href='x'>y</a>")], SHARE).data
    assert "<" not in bar.y[0]


def test_the_triangle_is_blank_where_a_period_is_not_complete():
    rows = [
        row(1, 1, 1, cohort=JANUARY, age=0, n=200),
        row(0.4, 0.3, 0.5, cohort=JANUARY, age=1, n=200),
        row(0.3, 0.2, 0.4, cohort=JANUARY, age=2, n=200),
        row(1, 1, 1, cohort=FEBRUARY, age=0, n=100),
        row(0.5, 0.4, 0.6, cohort=FEBRUARY, age=1, n=100),
        row(None, cohort=FEBRUARY, age=2, n=100, matures=date(2026, 4, 30)),
    ]
    heat, *_texts, touched = cohort_heatmap(rows, SHARE).data
    assert [list(line) for line in heat.z] == [[0.4, 0.3], [0.5, None]]
    assert list(heat.y) == ["Jan 26 · 200", "Feb 26 · 100"]
    assert list(heat.x) == [1, 2]
    cells = {(start, age): told for told, start, age in touched.customdata}
    assert list(cells) == [("2026-01-01", 1), ("2026-01-01", 2), ("2026-02-01", 1), ("2026-02-01", 2)]
    assert "30 Apr 2026" in cells["2026-02-01", 2]
    assert list(zip(touched.x, touched.y, strict=True))[2] == (1, "Feb 26 · 100")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("value", [i / 40 for i in range(41)])
def test_the_figure_in_a_cell_is_legible_in_both_modes(mode, value):
    cell = cell_colour(value, 1.0, Look("share", mode=mode))
    assert contrast(text_colour(cell), cell) >= 4.5


def test_a_cell_takes_its_step_of_the_scale():
    assert cell_colour(0.0, 0.4, SHARE) == TOKENS["light"].sequential[0]
    assert cell_colour(0.4, 0.4, SHARE) == TOKENS["light"].sequential[-1]


def test_a_curve_ends_where_its_cohorts_do():
    rows = [row(v, 0.1, 0.5, age=a, split="A") for a, v in ((0, 1.0), (1, 0.4), (2, 0.3), (3, None))]
    _band, line = curve(rows, SHARE, first_age=1).data
    assert list(line.x) == [1, 2]
    assert list(line.y) == [0.4, 0.3]


def test_bands_keep_their_order_and_carry_n():
    rows = [
        row(v, v - 5, v + 5, unit="money", band=b, currency="EUR") for b, v in (("detractor", 60), ("promoter", 110))
    ]
    (dots,) = bands(rows, MONEY).data
    assert list(dots.x) == ["detractor<br>n = 100", "promoter<br>n = 100"]
    assert [t.strip() for t in dots.text] == ["€60", "€110"]


def test_a_correlation_that_does_not_stand_is_hollow():
    rows = [
        row(0.1, 0.05, 0.15, unit="correlation", score="nps", outcome="repurchase", adjusted_p=0.01),
        row(0.02, -0.03, 0.07, unit="correlation", score="ces", outcome="repurchase", adjusted_p=0.4),
    ]
    (dots,) = forest(rows, Look("correlation")).data
    assert list(dots.marker.symbol) == ["circle", "circle-open"]


def test_a_single_day_has_one_tick_under_its_own_name():
    axis = trend([row(30, 26, 34, unit="points", period=date(2026, 6, 14))], Look("points", every="day")).layout.xaxis
    assert list(axis.tickvals) == [date(2026, 6, 14)]
    assert list(axis.ticktext) == ["14 Jun 2026"]
    assert list(axis.range) == [date(2026, 6, 13), date(2026, 6, 15)]


def test_lines_are_cut_at_six_and_those_without_a_value_are_always_kept_last():
    rows = [row(30, 26, 34, unit="points", period=JANUARY, split=f"S{i}", n=100 + i) for i in range(9)]
    rows.append(row(30, 26, 34, unit="points", period=JANUARY, split="(missing)", n=1))
    assert [name for name, _points in largest(rows)] == ["S8", "S7", "S6", "S5", "S4", "(missing)"]


def test_bars_are_cut_at_fifteen_and_the_missing_value_stays():
    rows = [row(i / 100, 0, 1, split=f"S{i:02d}") for i in range(20)] + [row(0.5, 0, 1, split="(missing)")]
    kept = [r.split for r in shown(rows)]
    assert (len(kept), kept[0], kept[-2:]) == (15, "S19", ["S06", "(missing)"])


def test_bands_of_a_split_stand_side_by_side_in_colours_with_their_n():
    rows = [row(v, v - 5, v + 5, unit="money", band="promoter", split=s) for s, v in (("A", 60), ("B", 110))]
    figure = bands(rows, MONEY)
    assert [trace.name for trace in figure.data] == ["A, n = 100", "B, n = 100"]
    assert len({trace.marker.color for trace in figure.data}) == 2
    assert figure.layout.scattermode == "group"
