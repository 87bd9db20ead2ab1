"""Churn without a contract, on histories small enough to count by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.churn_rate import METRIC as CHURN_RATE
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Dates, Filter, View
from tests.given import given
from tests.metrics.histories import guest_order, histories, summed

MONTH = Settings(churn_days=30, minimum_n=1)
PEOPLE = [{"customer_id": name, "plan": plan} for name, plan in (("ann", "pro"), ("bob", "free"), ("cid", "free"))]


@pytest.fixture
def shop(tmp_path: Path) -> Version:
    """The orders go from 1 January to 30 March: the window of 30 days begins on 1 March, its base on 30 January."""
    orders = guest_order("2026-01-01") + histories(
        ann="2026-01-30 10, 2026-03-01 10",
        bob="2026-02-28 10, 2026-03-30 10",
        cid="2026-02-10 10",
        dee="2026-01-29 10, 2026-03-05 10",
        eve="2026-02-11 10",
    )
    return given(tmp_path, MONTH, customers=PEOPLE, orders=orders)


def test_active_before_and_silent_after(shop: Version) -> None:
    """Base: Ann, Bob, Cid and Eve (Dee's order is a day too early). Ann and Bob return on the first and last day."""
    row = compute(CHURN_RATE, shop, View(period="all")).only()
    assert (row.estimate.value, row.estimate.n, row.total) == (0.5, 4, 2)
    assert (row.estimate.low, row.estimate.high) == (pytest.approx(0.15004, abs=1e-5), pytest.approx(0.84996, abs=1e-5))


def test_the_end_of_the_data_is_not_churn(shop: Version) -> None:
    """With a month's grain: March's window closes on the last day of the data, so it counts; nothing later exists."""
    view = View(every="month").at(Dates(date(2026, 2, 1), date(2026, 3, 31)))
    rows = {f"{row.period}": row for row in compute(CHURN_RATE, shop, view).rows}
    assert rows["2026-03-01"].estimate.value == 0.5
    # Its 30 days from 1 March are over; that March has a 31st is nothing to wait for.
    assert rows["2026-03-01"].matures is None
    # 1 February: Ann and Dee were active in the 30 days before; Ann ordered on day 29 of the window, Dee after it.
    assert (rows["2026-02-01"].estimate.value, rows["2026-02-01"].estimate.n) == (0.5, 2)


def test_an_open_window_is_blank_and_dated(tmp_path: Path) -> None:
    orders = guest_order("2026-01-01") + histories(ann="2026-02-20 10, 2026-03-29 10")
    version = given(tmp_path, MONTH, orders=orders)
    view = View(every="month").at(Dates(date(2026, 3, 1), date(2026, 3, 31)))
    row = compute(CHURN_RATE, version, view).only()
    assert row.estimate.value is None
    assert row.estimate.reason == "incomplete until 30 Mar 2026"
    assert (row.matures, row.total) == (date(2026, 3, 30), None)


def test_view_ending_earlier_moves_the_snapshot(shop: Version) -> None:
    """Up to 2 March the window begins on 1 February: Ann and Dee were active before, Ann came back on 1 March."""
    row = compute(CHURN_RATE, shop, View().at(Dates(date(2026, 1, 1), date(2026, 3, 2)))).only()
    assert (row.estimate.value, row.estimate.n) == (0.5, 2)


def test_parts_sum_to_the_whole(shop: Version) -> None:
    """Plans: pro Ann; free Bob and Cid; none known Dee and Eve."""
    whole = compute(CHURN_RATE, shop, View(period="all")).only()
    split = compute(CHURN_RATE, shop, View(period="all", split="plan")).rows
    assert {row.split: (row.total, row.estimate.n) for row in split} == {
        "pro": (0, 1),
        "free": (1, 2),
        "(missing)": (1, 1),
    }
    assert summed(split, "period") == {(None,): whole.total}
    free = compute(CHURN_RATE, shop, View(period="all", filters=(Filter("plan", ("free",)),))).only()
    assert (free.total, free.estimate.n) == (1, 2)


def test_too_few_customers(tmp_path: Path) -> None:
    orders = guest_order("2025-12-06") + histories(ann="2026-01-04 1, 2026-02-03 1")
    version = given(tmp_path, Settings(churn_days=30), orders=orders)
    assert compute(CHURN_RATE, version, View(period="all")).only().estimate.reason == (
        "too few: n = 1, at least 30 needed"
    )


def test_nobody_was_active(tmp_path: Path) -> None:
    orders = guest_order("2026-01-01") + histories(ann="2026-03-05 1") + guest_order("2026-03-31")
    version = given(tmp_path, MONTH, orders=orders)
    assert compute(CHURN_RATE, version, View(period="all")).only().estimate.reason == "no data: n = 0"


def test_a_base_from_before_the_data_is_not_shown(tmp_path: Path) -> None:
    """Orders from 2 January on. 30 days before 1 February is 2 January: the first snapshot with a whole base."""
    orders = histories(ann="2026-01-02 1, 2026-02-02 1", bob="2026-01-03 1", cid="2026-02-20 1, 2026-04-30 1")
    version = given(tmp_path, MONTH, orders=orders)
    rows = {f"{row.period}": row for row in compute(CHURN_RATE, version, View("all", every="month")).rows}
    january = rows["2026-01-01"]
    assert january.estimate.reason == "the window before 1 Jan 2026 reaches back beyond the first order, 2 Jan 2026"
    assert (january.estimate.value, january.total, january.matures) == (None, None, None)
    assert (rows["2026-02-01"].estimate.value, rows["2026-02-01"].estimate.n) == (0.5, 2)
    early = View().at(Dates(date(2026, 1, 1), date(2026, 3, 1)))
    assert compute(CHURN_RATE, version, early).only().estimate.reason == (
        "the window before 31 Jan 2026 reaches back beyond the first order, 2 Jan 2026"
    )


@pytest.mark.parametrize(("last", "known"), [("2026-03-01", False), ("2026-03-02", True)])
def test_data_of_less_than_two_windows(tmp_path: Path, last: str, known: bool) -> None:
    """From 2 January: 59 days to 1 March are one too few for 30 and 30."""
    version = given(tmp_path, MONTH, orders=histories(ann="2026-01-02 1") + guest_order(last))
    estimate = compute(CHURN_RATE, version, View(period="all")).only().estimate
    assert estimate.known is known
    if not known:
        assert estimate.reason == (
            "the orders cover 59 days, 2 Jan 2026 to 1 Mar 2026: churn needs 30 before the snapshot and 30 from it on"
        )


def test_a_closed_snapshot_of_a_year_that_goes_on_is_complete(tmp_path: Path) -> None:
    """The window of 1 January 2026 closed on the 30th; the year is not over, the figure is."""
    orders = guest_order("2025-01-01") + histories(ann="2025-12-20 1") + guest_order("2026-03-01")
    result = compute(CHURN_RATE, given(tmp_path, MONTH, orders=orders), View("all", every="year"))
    assert [(f"{row.period}", row.estimate.value, row.matures) for row in result.rows][1:] == [
        ("2026-01-01", 1.0, None)
    ]
    assert not [note for note in result.notes if note.startswith("Incomplete")]


def test_days_beyond_the_orders_have_no_churn(shop: Version) -> None:
    row = compute(CHURN_RATE, shop, View().at(Dates(date(2027, 1, 1), date(2027, 2, 1)))).only()
    assert row.estimate.reason == "the orders end on 30 Mar 2026, before the first day shown"
