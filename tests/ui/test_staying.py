"""What the page about staying says, from rows made by hand."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.base import Result
from cx.metrics.registry import METRICS
from cx.ui import staying
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
    assert "Half of the customers have lapsed **217 days (206 days to 229 days)** after the first order" in said
    assert "**40.0% (38.0% to 42.0%)** have not lapsed by month 12" in said


def test_an_open_end_and_a_median_not_reached_are_said():
    open_above = row(217.0, 206.0, None, unit="days", part="median", outcome="no order")
    assert "**217 days (206 days or more)**" in staying.sentence(result(open_above))
    assert staying.sentence(result(row(None, part="median", outcome="no order"), still(0.8, 6))) == (
        "**80.0% (78.0% to 82.0%)** have not lapsed by month 6."
    )
    assert staying.sentence(result(row(None, n=3))).startswith("No finding yet: too few")


def test_groups_are_compared_by_the_log_rank_test_at_the_age_it_names():
    rows = [still(0.5, 12, "A"), still(0.3, 12, "B"), still(0.1, 24, "A"), still(0.9, 12, "(missing)")]
    test = row(0.2, 0.1, 0.3, age=12, part="log-rank", verdict="real", remark="3 groups: chi-square 9.1, 2 df.")
    assert staying.title("Lapse", [*rows, test], "segment") == (
        "Lapse by segment: A stay longest, B shortest; the difference is real"
    )
    noise = replace(test, verdict="within noise")
    assert staying.title("Lapse", [*rows, noise], "segment") == "Lapse by segment: the difference is within noise"
    assert staying.title("Lapse", rows, "segment") == "Lapse by segment: too few to compare"
    assert staying.title("Lapse", [DAYS], "").startswith("Lapse: half are gone after 217 days")


def test_one_group_alone_is_named_with_the_way_to_compare_it():
    rows = [replace(DAYS, split="Enterprise"), still(0.5, 12, "Enterprise")]
    said = staying.title("Lapse", rows, "segment", filtered=True)
    assert said.startswith("Lapse: half are gone after 217 days")
    assert said.endswith("; Enterprise only: remove the filter to compare")
    assert staying.title("Lapse", rows, "segment").endswith("; Enterprise only: nothing to compare")


def test_doubts_hold_the_tests_and_a_table_only_the_notes_of_its_own_rows():
    own, other = still(0.5, 12), replace(still(0.5, 12), remark="Of the other chart.")
    test = row(0.2, 0.1, 0.3, part="log-rank", verdict="real", remark="chi square 9.1.")
    answer = replace(result(own, other, test), notes=("Of the other chart.", "chi square 9.1.", "Data version 1."))
    assert "chi square 9.1" in staying.doubts([answer])[-1]
    assert staying.alone(answer, [own, test]).notes == ("chi square 9.1.", "Data version 1.")


def months(*rows):
    return Result(METRICS["retention_projection"], View(), "1-a", rows, (), "", 0)


def card(name, answer, version, age=None):
    asked = [c for c in staying.CARDS if c.where.get("outcome") == name and (age is None or c.age == age)]
    return staying.judged(asked, [answer], version)[0]


def test_a_card_shows_the_month_it_names_seen_or_projected_or_says_why_not(tmp_path):
    version = given(tmp_path, orders=[{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15"}])
    seen = row(0.2, 0.1, 0.3, age=12, part="observed", outcome="orders")
    forecast = row(0.9, 0.8, 1.0, age=12, part="hold-out", outcome="orders")
    ahead = row(0.1, 0.05, 0.2, age=24, part="projected", outcome="orders")
    year, later = (card("orders", months(forecast, seen, ahead), version, age) for age in (12, 24))
    assert (year.now, year.note) == (seen, "ordered in that very month")
    assert (later.now, later.note) == (ahead, "projected; ordered in that very month")
    assert later.title == "Ordered, month 24"
    never = card("orders", months(seen), version, 24)
    assert never.now.estimate.reason == "month 24 is not known yet"
    refused = row(None, part="projected", outcome="orders")
    why = card("orders", months(seen, refused), version, 24)
    assert why.now.estimate.reason == "too few: n = 100, at least 30 needed"
    lacks = card("subscription ended", result(still(0.5, 12)), version)
    assert lacks.now.estimate.reason == "no subscriptions are loaded: load a subscriptions file"


def test_a_card_says_what_it_counts_and_in_whose_currency(tmp_path):
    version = given(tmp_path, orders=[{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-15"}])
    assert card("no order", result(still(0.4, 12)), version, 12).note == "never 180 days without an order by then"
    assert card("no order", result(DAYS), version).note == "lapsed: 180 days without an order"
    worth = row(100.0, 90.0, 110.0, unit="money", part="residual value", outcome="subscriptions")
    said = card("subscriptions", months(worth), version).note
    assert "per subscriber of today" in said
    assert said.endswith("in the currency of the MRR")
    assert "currency" not in card("subscriptions", months(replace(worth, currency="EUR")), version).note
