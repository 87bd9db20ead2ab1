"""Recency, frequency and money of a view: shares by hand, and what must not be compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import View
from tests.given import given
from tests.metrics.histories import guest_order, histories

ALL = View(period="all")
ONE_BY_ONE = Options(per="customer")
FEW = Settings(minimum_n=2, currency="EUR")
ORDERS = histories(
    ann="2026-01-01 100, 2026-01-11 100, 2026-01-31 100",
    bob="2026-01-01 10",
    cid="2026-01-21 40, 2026-01-22 40",
    dee="2026-01-11 10",
    eve="2026-01-16 60",
)


def test_single_customers(tmp_path: Path) -> None:
    """Ann is the most recent and the largest; Bob came 30 days ago and is the first.

    Orders 1, 1, 1, 2, 3: the 80 % quantile is 2.2, plus 1: not even Ann's three reach step 5.
    """
    rows = compute("rfm", given(tmp_path, FEW, orders=ORDERS), ALL, ONE_BY_ONE).rows
    found = {row.item: row for row in rows}
    assert (found["ann"].band, found["ann"].estimate.value, found["ann"].estimate.n) == ("545", 300.0, 3)
    assert (found["bob"].band, found["bob"].currency) == ("111", "EUR")
    assert found["dee"].band == "211"


def test_shares_add_up(tmp_path: Path) -> None:
    rows = compute("rfm", given(tmp_path, FEW, orders=ORDERS), ALL).rows
    for name in ("recency", "frequency", "monetary"):
        for part in ("share of customers", "share of net revenue"):
            values = [r.estimate.value for r in rows if (r.item, r.part) == (name, part)]
            assert sum(value or 0.0 for value in values) == pytest.approx(1.0)
            assert len(values) == 5
    top = next(r for r in rows if (r.item, r.band, r.part) == ("monetary", "5", "share of net revenue"))
    assert top.estimate.value == pytest.approx(300 / 460)
    assert top.estimate.n == 5


def test_only_orders_of_the_view_count(tmp_path: Path) -> None:
    view = View(period="custom", first=date(2026, 1, 1), last=date(2026, 1, 15))
    rows = compute("rfm", given(tmp_path, FEW, orders=ORDERS), view, ONE_BY_ONE).rows
    assert {row.item: row.estimate.value for row in rows} == {"ann": 200.0, "bob": 10.0, "dee": 10.0}


def test_guests_and_credit_notes_are_no_customers(tmp_path: Path) -> None:
    refund = {"order_id": "back", "customer_id": "zoe", "ordered_at": "2026-01-09", "amount": -5}
    version = given(tmp_path, FEW, orders=[*ORDERS, *guest_order("2026-01-31"), refund])
    assert len(compute("rfm", version, ALL, ONE_BY_ONE).rows) == 5


def test_customers_who_are_all_alike(tmp_path: Path) -> None:
    """Nothing to order by: one score for all of each measure, and no division by the spread."""
    same = histories(**dict.fromkeys(("ann", "bob", "cid"), "2026-01-01 10"))
    rows = compute("rfm", given(tmp_path, FEW, orders=same), ALL, ONE_BY_ONE).rows
    assert {row.band for row in rows} == {"511"}
    shares = compute("rfm", given(tmp_path, FEW, orders=same), ALL).rows
    assert {r.estimate.value for r in shares if r.part == "share of customers"} == {0.0, 1.0}


def test_negative_money_still_has_a_share(tmp_path: Path) -> None:
    """-40, 10, 60, 80, 300: the 20 % quantile is 0, plus 1: only Bob's -40 of 410 stays below."""
    orders = [*ORDERS, {"order_id": "back", "customer_id": "bob", "ordered_at": "2026-01-09", "amount": -50}]
    rows = compute("rfm", given(tmp_path, FEW, orders=orders), ALL).rows
    lowest = next(r for r in rows if (r.item, r.band, r.part) == ("monetary", "1", "share of net revenue"))
    assert lowest.estimate.value == pytest.approx(-40 / 410)


def test_two_currencies_leave_recency_and_frequency(tmp_path: Path) -> None:
    orders = [row | {"currency": "USD" if i else "EUR"} for i, row in enumerate(ORDERS)]
    version = given(tmp_path, Settings(minimum_n=2), orders=orders)
    rows = compute("rfm", version, ALL).rows
    assert {r.item for r in rows if r.part == "share of customers"} == {"recency", "frequency"}
    assert "several currencies" in str(next(r for r in rows if r.item == "monetary").estimate.reason)
    singles = compute("rfm", version, ALL, ONE_BY_ONE).rows
    assert {row.item: row.band for row in singles}["ann"] == "54-"
    assert not any(row.estimate.known for row in singles)


def test_orders_without_amounts(tmp_path: Path) -> None:
    orders = [{key: value for key, value in row.items() if key != "amount"} for row in ORDERS]
    rows = compute("rfm", given(tmp_path, FEW, orders=orders), ALL).rows
    assert next(r for r in rows if r.item == "monetary").estimate.reason == "the orders carry no amounts"


def test_too_few_customers(tmp_path: Path) -> None:
    rows = compute("rfm", given(tmp_path, orders=ORDERS), ALL).rows
    assert [row.estimate.reason for row in rows] == ["too few: n = 5, at least 30 needed"]
