"""The grid of months and sources: what is there, what is missing, what finds no customer."""

from datetime import date

from cx.charts.coverage_grid import MOST_MONTHS, coverage_grid, newest
from cx.charts.theme import TOKENS, Look
from cx.language.numbers import period
from cx.store.health.months import MonthRows
from cx.view import add_months

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
LOOK = Look("count")
CELLS = [
    MonthRows("orders", JANUARY, 2000, 2000),
    MonthRows("orders", FEBRUARY, 0, 0),
    MonthRows("orders", MARCH, 1000, 800),
    MonthRows("journey_events", JANUARY, 0, 0),
    MonthRows("journey_events", FEBRUARY, 50, 50),
    MonthRows("journey_events", MARCH, 0, 0),
]


def written(figure):
    return {(x, y): text for trace in figure.data[1:] for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)}


def test_a_cell_is_as_dark_as_it_is_full_against_its_own_source():
    heat = coverage_grid(CELLS, LOOK).data[0]
    assert (list(heat.x), list(heat.y)) == (["orders", "journey events"], ["Mar 2026", "Feb 2026", "Jan 2026"])
    assert [list(line) for line in heat.z] == [[0.5, None], [None, 1.0], [1.0, None]]


def test_cells_say_rows_a_low_match_rate_and_that_a_month_within_is_missing():
    assert written(coverage_grid(CELLS, LOOK)) == {
        ("orders", "Jan 2026"): "2,000",
        ("orders", "Feb 2026"): "none",
        ("orders", "Mar 2026"): "1,000<br>80%",
        ("journey events", "Feb 2026"): "50",
    }


def test_a_missing_month_has_the_colour_of_what_is_bad():
    (missing,) = [t for t in coverage_grid(CELLS, LOOK).data[1:] if "none" in t.text]
    assert missing.textfont.color == TOKENS["light"].bad


def test_only_the_newest_months_are_drawn_and_a_gap_at_their_edge_is_still_one():
    months = [add_months(date(2020, 1, 1), n) for n in range(40)]
    cells = [MonthRows("orders", m, 0 if m == months[-MOST_MONTHS] else 5, 5) for m in months]
    assert {c.month for c in newest(cells)} == set(months[-MOST_MONTHS:])
    figure = coverage_grid(cells, LOOK)
    assert len(figure.data[0].y) == MOST_MONTHS
    assert written(figure)["orders", period(months[-MOST_MONTHS], "month")] == "none"


def test_a_tooltip_tells_rows_and_share():
    note = coverage_grid(CELLS, LOOK).data[0].customdata[0][0]
    assert note == "<b>orders, Mar 2026</b><br>1,000 rows, 80.0% with a known customer"
