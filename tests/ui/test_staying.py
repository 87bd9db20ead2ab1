"""What the page about staying says, from rows made by hand."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.base import Result
from cx.metrics.registry import METRICS
from cx.ui import staying
from cx.ui.changes import Card, Judged
from cx.view import View
from tests.charts.rows import row
from tests.given import given

DAYS = row(217.0, 206.0, 229.0, unit="days", part="median", outcome="no order")


def result(*rows):
    return Result(METRICS["survival"], View(), "1-a", tuple(rows), (), "", 0)


def still(share, age, split=None):
    return row(share, share - 0.02, share + 0.02, age=age, split=split, part="curve", outcome="no order")


def test_the_finding_is_when_half_are_gone_and_how_many_are_there_after_a_year():
    said = staying.sentence(result(DAYS, still(0.8, 6), still(0.4, 12), still(0.2, 24)))
    assert "Half of the customers lapse within **217 days (206 days to 229 days)** of the first order" in said
    assert "**40.0% (38.0% to 42.0%)** are still there after 12 months" in said


def test_an_open_end_and_a_median_not_reached_are_said():
    open_above = row(217.0, 206.0, None, unit="days", part="median", outcome="no order")
    assert "**217 days (206 days or more)**" in staying.sentence(result(open_above))
    assert staying.sentence(result(row(None, part="median", outcome="no order"), still(0.8, 6))) == (
        "**80.0% (78.0% to 82.0%)** are still there after 6 months."
    )
    assert staying.sentence(result(row(None, n=3))).startswith("No finding yet: too few")


def test_groups_are_compared_by_the_log_rank_test_and_at_the_oldest_age_all_know():
    rows = [still(0.5, 12, "A"), still(0.3, 12, "B"), still(0.1, 24, "A"), still(0.9, 12, "(missing)")]
    test = row(0.001, None, None, part="log-rank", verdict="real", remark="3 groups: chi-square 9.1, 2 df, p = 0.001.")
    assert staying.title("Time to lapse", [*rows, test], "segment") == (
        "Time to lapse by segment: A stay longest, B shortest; the difference is more than noise"
    )
    assert staying.tested([test]).replace("\\", "").endswith("p = 0.001")
    assert staying.title("Time to lapse", rows, "segment") == "Time to lapse by segment: too few to compare"
    assert staying.title("Time to lapse", [DAYS], "").startswith("Time to lapse: half are gone after 217 days")


def test_the_projection_says_where_it_stands_and_a_year_ahead():
    rows = [row(0.2, 0.19, 0.21, age=11, part="observed")]
    rows += [row(0.15, 0.1, 0.2, age=age, part="projected", remark="Held 4 of 4.") for age in (12, 23)]
    assert staying.projected_title("Order again", rows).endswith("projected 15.0% (10.0% to 20.0%) in month 23")
    assert staying.remark(rows) == "Held 4 of 4"
    assert staying.projected_title("Order again", rows[:1]).endswith("; no projection")
    assert staying.projected_title("Order again", []) == "Order again: no month is complete yet"


def test_the_sorting_effect_is_told_with_two_months_of_the_data():
    """0.8 of everybody in month 1; 0.45 of 0.5 in month 12."""
    shares = {0: 1.0, 1: 0.8, 11: 0.5, 12: 0.45}
    rows = [row(v, v, v, age=a, part="observed", outcome="subscriptions") for a, v in shares.items()]
    assert "month 1 kept 80.0% and month 12 90.0%" in staying.sorting(rows)
    assert "who is likely to leave leaves first" in staying.sorting([])


def card(age, *rows, metric="retention_projection", outcome="orders"):
    asked = Card(metric, "Active, month", age=age, where={"outcome": outcome})
    return Judged(asked, METRICS[metric], rows[0], None, note="fewer than half of them have reached month 24 yet")


def test_a_card_shows_the_month_it_names_seen_or_projected_or_says_why_not(tmp_path):
    version = given(tmp_path, orders=[{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15"}])
    seen = row(0.2, 0.1, 0.3, age=12, part="observed", outcome="orders")
    forecast = row(0.9, 0.8, 1.0, age=12, part="hold-out", outcome="orders")
    ahead = row(0.1, 0.05, 0.2, age=24, part="projected", outcome="orders")
    answer = Result(METRICS["retention_projection"], View(), "1-a", (forecast, seen, ahead), (), "", 0)
    year, later, never = staying.told([card(age, seen) for age in (12, 24, 60)], [answer], version)
    assert (year.now, year.note) == (seen, "")
    assert (later.now, later.note, later.title) == (ahead, "projected", "Active, month 24")
    assert never.now.estimate.reason == "month 60 is not known yet"
    refused = row(None, part="projected", outcome="orders")
    (why,) = staying.told([card(24, seen)], [replace(answer, rows=(seen, refused))], version)
    assert why.now.estimate.reason == "too few: n = 100, at least 30 needed"
    nothing = row(None, outcome="subscription ended", n=0)
    (lacks,) = staying.told([card(12, nothing, metric="survival", outcome="subscription ended")], [], version)
    assert lacks.now.estimate.reason == "no subscriptions are loaded: load a subscriptions file"
