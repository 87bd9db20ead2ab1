"""Who answers and who stays silent, on data that can be counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.stats.means import welch
from cx.view import Filter, View
from tests.given import Rows, given
from tests.metrics.histories import histories

ALL = View(period="all")
SMALL = Settings(minimum_n=2, currency="EUR")


def asked(*lines: str) -> list[dict[str, object]]:
    """Surveys from "customer sent nps" lines; - for an invitation that nobody answered."""
    rows: list[dict[str, object]] = []
    for number, line in enumerate(lines):
        customer, day, nps = line.split()
        row: dict[str, object] = {"response_id": f"r{number:03}", "customer_id": customer, "sent_at": day}
        answered = nps != "-"
        rows.append(row | {"responded_at": day if answered else None, "nps": nps if answered else None})
    return rows


def found(rows: tuple[Row, ...], item: str) -> dict[str | None, Row]:
    return {row.part: row for row in rows if row.item == item}


ORDERS = histories(
    ann="2026-01-01 10, 2026-01-02 20, 2026-01-10 999",
    bob="2026-01-01 30",
    cid="2026-01-03 50",
    dee="2026-01-04 40, 2026-01-20 40",
    eve="2026-01-04 6",
)
SURVEYS = asked("ann 2026-01-10 9", "bob 2026-01-10 3", "bob 2026-01-12 -", "cid 2026-01-10 -", "dee 2026-01-10 -")
CONTACTS = [
    {"contact_id": "k1", "customer_id": "ann", "opened_at": "2026-01-05"},
    {"contact_id": "k2", "customer_id": "cid", "opened_at": "2026-01-11"},
]


def test_by_hand(tmp_path: Path) -> None:
    """Before the 10th Ann ordered twice (30), Bob once (30); Cid (50) and Dee (40) were asked and never answered.

    That Bob was asked again changes nothing; what came on or after the 10th counts for nobody; Eve was not asked.
    """
    rows = compute("nonresponse", given(tmp_path, SMALL, surveys=SURVEYS, orders=ORDERS, contacts=CONTACTS), ALL).rows
    share = found(rows, "customers who answered")["share"]
    assert (share.estimate.value, share.estimate.n, share.total) == (0.5, 4, 2.0)
    orders = found(rows, "orders")
    assert [orders[p].estimate.value for p in ("respondents", "non-respondents", "difference")] == [1.5, 1.0, 0.5]
    expected = welch(2, 1.5, 0.5, 2, 1.0, 0.0).estimate
    assert (orders["difference"].estimate.low, orders["difference"].estimate.high) == (expected.low, expected.high)
    assert orders["standardised difference"].estimate.value == pytest.approx(0.5 / 0.5)
    money = found(rows, "net revenue")
    assert [money[p].estimate.value for p in ("respondents", "non-respondents")] == [30.0, 45.0]
    assert (money["respondents"].currency, money["respondents"].estimate.unit) == ("EUR", "money")
    tenure = found(rows, "tenure")
    assert [tenure[p].estimate.value for p in ("respondents", "non-respondents")] == [9.0, 6.5]
    contacts = found(rows, "contacts")
    assert contacts["respondents"].estimate.value == 0.5
    assert str(contacts["non-respondents"].estimate.reason).startswith("all 2 values are 0")
    twice = found(rows, "two or more orders")
    assert [twice[p].estimate.value for p in ("respondents", "non-respondents", "difference")] == [0.5, 0.0, 0.5]
    value = found(rows, "average order value")
    assert [value[p].estimate.value for p in ("respondents", "non-respondents")] == [20.0, 45.0]


def test_only_the_first_invitation_counts(tmp_path: Path) -> None:
    """Cid and Dee answer when asked again: who is asked often answers once, which says nothing of who is silent."""
    later = asked(*["x 2026-01-01 -"] * 5, "cid 2026-02-01 9", "dee 2026-02-01 9", "dee 2026-03-01 9")[5:]
    once, often = (
        compute("nonresponse", given(tmp_path, SMALL, surveys=surveys, orders=ORDERS), ALL).rows
        for surveys in (SURVEYS, [*SURVEYS, *later])
    )
    assert found(once, "customers who answered")["share"].estimate.value == 0.5
    assert [r.estimate for r in often] == [r.estimate for r in once]


def test_without_invitations_everybody_else_is_silent(tmp_path: Path) -> None:
    """Only Ann's and Bob's answers are stored: Cid, Dee and Eve are the others, up to the last day of the data."""
    answers = [row | {"sent_at": None} for row in SURVEYS if row["nps"] is not None]
    result = compute("nonresponse", given(tmp_path, SMALL, surveys=answers, orders=ORDERS), ALL)
    share = found(result.rows, "customers who answered")["share"]
    assert (share.estimate.value, share.estimate.n) == (0.4, 5)
    orders = found(result.rows, "orders")
    assert [orders[p].estimate.value for p in ("respondents", "non-respondents")] == [2.0, pytest.approx(4 / 3)]
    assert "no unanswered invitations" in (share.remark or "")
    assert found(result.rows, "contacts")["respondents"].estimate.reason == "no contacts are loaded"


def test_an_earlier_view_does_not_know_later_customers(tmp_path: Path) -> None:
    answers = [row | {"sent_at": None} for row in SURVEYS if row["nps"] is not None]
    late = [*ORDERS, *histories(zoe="2026-03-01 5")]
    late = [row | {"order_id": f"o{i}"} for i, row in enumerate(late)]
    version = given(tmp_path, SMALL, surveys=answers, orders=late)
    january = compute("nonresponse", version, View(period="custom", first=date(2026, 1, 1), last=date(2026, 1, 31)))
    assert found(january.rows, "customers who answered")["share"].estimate.n == 5


def test_segments_and_filters(tmp_path: Path) -> None:
    people = [
        {"customer_id": name, "segment": segment}
        for name, segment in (("ann", "a"), ("bob", "b"), ("cid", "a"), ("dee", "b"))
    ]
    version = given(tmp_path, Settings(minimum_n=1), surveys=SURVEYS, orders=ORDERS, customers=people)
    by = compute("nonresponse", version, View(period="all", split="segment")).rows
    shares = {row.split: row.estimate for row in by if row.part == "share"}
    assert {split: (e.value, e.n) for split, e in shares.items()} == {"a": (0.5, 2), "b": (0.5, 2)}
    only = compute("nonresponse", version, View(period="all", filters=(Filter("segment", ("a",)),))).rows
    assert found(only, "customers who answered")["share"].estimate.n == 2


@pytest.mark.parametrize(
    ("surveys", "reason"),
    [
        (asked("ann 2026-01-10 9"), "no data: n = 0"),
        (asked("ann 2026-01-10 -"), "no data: n = 0"),
        (asked("ann 2026-01-10 9", "bob 2026-01-10 -"), "too few: n = 1, at least 2 needed"),
    ],
)
def test_few_and_one_sided_answers_are_withheld_in_words(tmp_path: Path, surveys: Rows, reason: str) -> None:
    version = given(tmp_path, SMALL, surveys=surveys, orders=[row for row in ORDERS if row["customer_id"] != "cid"])
    rows = compute("nonresponse", version, ALL).rows
    reasons = {r.estimate.reason for r in rows if r.part == "difference" and r.item == "orders"}
    assert reasons <= {reason, "too few: n = 1, at least 2 needed"}
    assert {(r.verdict, r.adjusted_p) for r in rows if r.part == "difference"} == {(None, None)}


def test_two_currencies_are_never_added(tmp_path: Path) -> None:
    orders = [row | {"currency": "USD" if i else "EUR"} for i, row in enumerate(ORDERS)]
    rows = compute("nonresponse", given(tmp_path, SMALL, surveys=SURVEYS, orders=orders), ALL).rows
    assert "several currencies" in str(found(rows, "net revenue")["difference"].estimate.reason)
    assert "several currencies" in str(found(rows, "average order value")["respondents"].estimate.reason)
    assert found(rows, "orders")["difference"].estimate.known


def test_only_surveys(tmp_path: Path) -> None:
    rows = compute("nonresponse", given(tmp_path, SMALL, surveys=SURVEYS), ALL).rows
    assert found(rows, "orders")["respondents"].estimate.reason == "no orders are loaded"
    assert found(rows, "customers who answered")["share"].estimate.value == 0.5
    assert found(rows, "tenure")["respondents"].estimate.reason == "no data: n = 0"


def test_real_differences_are_told_with_their_size(tmp_path: Path) -> None:
    """60 respondents with 2 or 4 orders, 60 silent customers with 1 or 2."""
    past = ", ".join
    days = ["2026-01-01 10", "2026-01-02 10", "2026-01-03 10", "2026-01-04 10"]
    heard = {f"h{i}": past(days[: 2 + 2 * (i % 2)]) for i in range(60)}
    silent = {f"s{i}": past(days[: 1 + i % 2]) for i in range(60)}
    surveys = asked(*[f"h{i} 2026-02-01 9" for i in range(60)], *[f"s{i} 2026-02-01 -" for i in range(60)])
    version = given(tmp_path, surveys=surveys, orders=histories(**heard, **silent))
    result = compute("nonresponse", version, ALL)
    orders = found(result.rows, "orders")["difference"]
    assert (orders.estimate.value, orders.verdict) == (1.5, "real")
    assert orders.adjusted_p is not None
    assert orders.adjusted_p < 0.001
    assert "2.00 times the orders of the silent (3 against 1.5)" in result.notes[0]
