"""What is said of projected retention, from rows made by hand."""

from __future__ import annotations

from cx.ui import projected
from tests.charts.rows import row


def months(first, last, part, share=0.2):
    return [row(share, share - 0.05, share + 0.05, age=age, part=part) for age in range(first, last + 1)]


def test_the_title_tells_whole_years_and_which_of_them_are_projected():
    young = projected.title("Ordered", [*months(1, 11, "observed"), *months(12, 33, "projected", 0.1)])
    assert young == (
        "Ordered: 10.0% (5.0% to 15.0%) projected in month 12, 10.0% (5.0% to 15.0%) projected in month 24"
    )
    old = projected.title("Ordered", [*months(1, 35, "observed"), *months(36, 60, "projected", 0.1)])
    assert old == "Ordered: 20.0% (15.0% to 25.0%) in month 24, 10.0% (5.0% to 15.0%) projected in month 36"
    short = [*months(1, 3, "observed"), *months(4, 9, "projected")]
    assert projected.title("Ordered", short) == "Ordered: 20.0% (15.0% to 25.0%) in month 3"
    assert projected.title("Ordered", months(1, 3, "observed")).endswith("in month 3; no projection")
    assert projected.title("Ordered", []) == "Ordered: no month is complete yet"


def test_a_missing_projection_has_its_reason():
    rows = [*months(1, 3, "observed"), row(None, n=3, part="projected")]
    assert projected.why_not(rows).replace("\\", "") == "too few: n = 3, at least 30 needed"
    assert projected.why_not([*rows, *months(4, 6, "projected")]) == ""


def test_a_back_test_that_failed_stands_in_the_title():
    """Of five hidden months at 20 %, forecast bands of 15 to 25 % hold four: enough. Bands of 25 to 35 % hold none."""
    rows = [*months(1, 20, "observed"), *months(21, 40, "projected")]
    held = [*months(16, 19, "hold-out", 0.2), *months(20, 20, "hold-out", 0.3)]
    assert projected.title("Ordered", [*rows, *held]).endswith("; past forecasts held (4 of 5 months)")
    missed = [*months(16, 18, "hold-out", 0.2), *months(19, 20, "hold-out", 0.3)]
    said = projected.title("Ordered", [*rows, *missed])
    assert said.endswith("; past forecasts missed 2 of 5 months: treat with caution")


def test_the_sorting_effect_is_told_with_two_months_of_the_data():
    """0.8 of everybody in month 1; 0.45 of 0.5 in month 12."""
    shares = {0: 1.0, 1: 0.8, 11: 0.5, 12: 0.45}
    rows = [row(v, v, v, age=a, part="observed", outcome="subscriptions") for a, v in shares.items()]
    assert "month 1 kept 80.0% and month 12 90.0%" in projected.sorting(rows)
    assert "who is likely to leave leaves first" in projected.sorting([])
