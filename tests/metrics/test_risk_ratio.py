"""Risk ratios by band of experience, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.queries import Options
from cx.settings import Settings
from cx.view import View
from tests.given import Rows, given
from tests.metrics.histories import guest_order, histories

ALL = View(period="all")
SETTINGS = Settings(forward_days=10, churn_days=20, minimum_n=2)
HARD, EASY = 10, 20


def contacts() -> Rows:
    """Ten customers with two transfers, twenty with none, on 10 January."""
    hard = [
        {"contact_id": f"h{n}", "customer_id": f"h{n}", "opened_at": "2026-01-10", "transfers": 2} for n in range(HARD)
    ]
    easy = [
        {"contact_id": f"e{n}", "customer_id": f"e{n}", "opened_at": "2026-01-10", "transfers": 0} for n in range(EASY)
    ]
    return [*hard, *easy]


def orders() -> Rows:
    """Two of ten order again after high effort, and sixteen of twenty after low; the data go on to March."""
    again = {f"h{n}": "2026-01-12 10" for n in range(2)} | {f"e{n}": "2026-01-12 10" for n in range(16)}
    return histories(**again) + guest_order("2026-03-01")


def answers(*lines: tuple[str, str, int]) -> Rows:
    return [
        {"response_id": f"r{n}", "customer_id": customer, "responded_at": day, "nps": nps}
        for n, (customer, day, nps) in enumerate(lines)
    ]


def found(version, **options):
    rows = compute("risk_ratio", version, ALL, Options(**options)).rows
    return {(row.score, row.outcome, row.part, row.band): row for row in rows}


def test_repurchase_and_churn_by_behaviour(tmp_path: Path) -> None:
    rows = found(given(tmp_path, SETTINGS, contacts=contacts(), orders=orders()))
    share = rows["effort", "churn", "share", "high effort"]
    assert (share.estimate.value, share.estimate.n, share.total) == (0.8, 10, 8)
    ratio = rows["effort", "churn", "risk ratio", "high effort"]
    assert (ratio.estimate.value, ratio.estimate.n, ratio.estimate.unit) == (pytest.approx(4.0), 30, "ratio")
    assert ratio.verdict == "real"
    assert rows["effort", "churn", "risk difference", "high effort"].estimate.value == pytest.approx(0.6)
    assert rows["effort", "repurchase", "risk ratio", "high effort"].estimate.value == pytest.approx(0.25)
    assert rows["effort", "repurchase", "share", "medium effort"].estimate.reason == "no data: n = 0"
    assert {key[0] for key in rows} == {"effort"}


def test_an_order_on_the_day_of_the_contact_is_no_return_and_the_last_day_counts(tmp_path: Path) -> None:
    late = histories(e0="2026-01-10 5", e1="2026-01-30 5", e2="2026-01-31 5") + guest_order("2026-03-01")
    rows = found(given(tmp_path, SETTINGS, contacts=contacts(), orders=late))
    assert rows["effort", "churn", "share", "low effort"].total == 19.0  # only Eve 1, on day 20, stayed


def test_disloyal_is_the_first_answer_from_the_day_on_within_the_days(tmp_path: Path) -> None:
    told = answers(
        ("h0", "2026-01-10", 3),
        ("h1", "2026-01-20", 6),
        ("h2", "2026-01-21", 0),  # day 11
        ("h3", "2026-01-09", 0),  # the day before
        ("h4", "2026-01-12", 7),
        ("h4", "2026-01-13", 0),  # the second answer
        ("e0", "2026-01-12", 9),
        ("e1", "2026-01-12", 6),
    )
    rows = found(given(tmp_path, SETTINGS, contacts=contacts(), orders=orders(), surveys=told), score="effort")
    high, low = (rows["effort", "disloyal", "share", f"{band} effort"] for band in ("high", "low"))
    assert (high.total, high.estimate.n, low.total, low.estimate.n) == (2.0, 3, 1.0, 2)
    assert rows["effort", "disloyal", "risk ratio", "high effort"].estimate.value == pytest.approx(4 / 3)
    assert {key[0] for key in rows} == {"effort"}


def test_only_customers_followed_long_enough_and_each_once(tmp_path: Path) -> None:
    """The orders end on 25 January: the 10th has ten days after it but not twenty. A second contact changes nothing."""
    again = [*contacts(), {"contact_id": "x", "customer_id": "e0", "opened_at": "2026-01-11", "transfers": 9}]
    until = [order for order in orders() if order["ordered_at"] != "2026-03-01"] + guest_order("2026-01-25")
    rows = found(given(tmp_path, SETTINGS, contacts=again, orders=until))
    assert rows["effort", "repurchase", "share", "low effort"].estimate.n == 20
    assert rows["effort", "churn", "share", "low effort"].estimate.reason == "no data: n = 0"
    assert rows["effort", "churn", "risk ratio", "high effort"].adjusted_p is None


def test_a_shop_without_contacts_still_gets_the_scores_and_says_nothing_of_contacts(tmp_path: Path) -> None:
    told = answers(("h0", "2026-01-10", 3), ("h1", "2026-01-10", 3), ("e0", "2026-01-10", 9), ("e1", "2026-01-10", 9))
    rows = found(given(tmp_path, SETTINGS, orders=orders(), surveys=told))
    assert {key[0] for key in rows} == {"nps"}
    assert not any(key[1] == "disloyal" for key in rows)


def test_nothing_to_go_by_is_a_reason(tmp_path: Path) -> None:
    result = compute("risk_ratio", given(tmp_path, SETTINGS, orders=orders()), ALL)
    assert "no surveys are loaded" in str(result.only().estimate.reason)
    assert "no contacts are loaded" in str(result.only().estimate.reason)


def test_a_filter_that_contacts_do_not_have_leaves_them_out(tmp_path: Path) -> None:
    told = [row | {"touchpoint": "web"} for row in answers(("h0", "2026-01-10", 3), ("e0", "2026-01-10", 9))]
    version = given(tmp_path, SETTINGS, contacts=contacts(), orders=orders(), surveys=told)
    result = compute("risk_ratio", version, View(period="all", split="touchpoint"))
    assert {row.score for row in result.rows} == {"nps"}
    assert "Without the contacts: they have no dimension touchpoint." in result.notes


def test_forward_revenue_by_behaviour_and_its_resampled_interval(tmp_path: Path) -> None:
    """Two of ten spent 10 after high effort; sixteen of twenty after low."""
    version = given(tmp_path, SETTINGS, contacts=contacts(), orders=orders())
    rows = {row.band: row for row in compute("forward_revenue", version, ALL, Options(score="effort")).rows}
    high, low = rows["high effort"], rows["low effort"]
    assert (high.estimate.value, high.estimate.n, high.total) == (2.0, 10, 20.0)
    assert (low.estimate.value, low.estimate.n, low.total) == (8.0, 20, 160.0)
    assert high.estimate.method == "BCa bootstrap, 2,000 resamples"
    assert high.estimate.low == 0.0


def test_many_customers_give_the_same_number_by_sums(tmp_path: Path) -> None:
    """501 customers with one contact each: every third spent 9."""
    rows = [
        {"contact_id": f"{n}", "customer_id": f"p{n}", "opened_at": "2026-01-10", "transfers": 0} for n in range(501)
    ]
    bought = histories(**{f"p{n}": "2026-01-12 9" for n in range(0, 501, 3)}) + guest_order("2026-03-01")
    version = given(tmp_path, SETTINGS, contacts=rows, orders=bought)
    low = compute("forward_revenue", version, ALL, Options(score="effort")).rows[0]
    assert (low.estimate.value, low.estimate.n, low.estimate.method) == (3.0, 501, "t")
