"""What contacts cost by effort, and what winning a customer costs beside serving one, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import View
from tests.given import Rows, given

ALL = View(period="all")
EUROS = Settings(minimum_n=2, currency="EUR")


def contact(number: int, customer: str, transfers: int, cost: object, minutes: object = None) -> dict[str, object]:
    row = {
        "contact_id": f"{number}",
        "customer_id": customer,
        "opened_at": f"2026-01-{number:02}",
        "transfers": transfers,
    }
    return row | {"cost": cost, "handle_minutes": minutes}


CONTACTS = [
    contact(1, "ann", 0, 4, 10),
    contact(9, "ann", 0, 8, 20),
    contact(17, "bob", 0, 6, 12),
    contact(25, "cid", 2, 20, 30),
    contact(26, "dee", 2, 10, 40),
]


def found(rows: Rows, settings: Settings = EUROS, tmp_path: Path | None = None):
    assert tmp_path is not None
    result = compute("cost_to_serve", given(tmp_path, settings, contacts=rows), ALL)
    return {(row.item, row.part, row.band): row for row in result.rows}, result.notes


def test_means_per_contact_and_per_customer(tmp_path: Path) -> None:
    """Low: 4 + 8 + 6 over 3 contacts, Ann 12 and Bob 6 over 2 customers. High: 20 + 10 over 2."""
    rows, notes = found(CONTACTS, tmp_path=tmp_path)
    low, high = (rows["cost per contact", "band", f"{band} effort"] for band in ("low", "high"))
    # Ann and Bob cost 6 a contact each: nothing to judge the spread by.
    told = (low.estimate.value, low.estimate.n, low.estimate.method, low.currency)
    assert told == (6.0, 3, "none: all values equal", "EUR")
    assert (high.estimate.value, high.estimate.n) == (15.0, 2)
    assert rows["cost per customer", "band", "low effort"].estimate.value == 9.0
    assert rows["contacts per customer", "band", "low effort"].estimate.value == 1.5
    assert rows["handle minutes per contact", "band", "low effort"].estimate.value == 14.0
    assert rows["handle minutes per contact", "band", "low effort"].currency is None
    assert any("setting currency, EUR" in note for note in notes)


def test_the_difference_is_a_share_of_the_hard_ones(tmp_path: Path) -> None:
    """Ten customers each: low effort costs 9 to 11, high effort 18 to 22: half of it."""
    rows = [contact(n + 1, f"low{n}", 0, 9 + n % 3, 5) for n in range(9)]
    rows += [contact(n + 11, f"high{n}", 2, 18 + 2 * (n % 3), 10) for n in range(9)]
    figures, _notes = found(rows, tmp_path=tmp_path)
    gap = figures["cost per contact", "difference", "low effort"].estimate
    assert (gap.value, gap.unit, gap.n) == (pytest.approx(-0.5), "share", 18)
    assert gap.low is not None
    assert gap.high is not None
    assert -0.56 < gap.low < -0.5 < gap.high < -0.44


def test_without_costs_the_minutes_are_still_told(tmp_path: Path) -> None:
    rows, notes = found([row | {"cost": None} for row in CONTACTS], Settings(minimum_n=2), tmp_path)
    assert rows["cost per contact", "band", "low effort"].estimate.reason == "the contacts carry no cost"
    assert rows["cost per contact", "difference", "low effort"].estimate.reason == "the contacts carry no cost"
    assert rows["cost per customer", "band", "low effort"].estimate.reason == "the contacts carry no cost"
    assert rows["handle minutes per contact", "band", "high effort"].estimate.value == 35.0
    assert any("none is set" in note for note in notes)


def test_a_customer_without_all_costs_has_no_cost(tmp_path: Path) -> None:
    rows, _notes = found([*CONTACTS, contact(28, "bob", 0, None)], tmp_path=tmp_path)
    per_customer = rows["cost per customer", "band", "low effort"].estimate
    assert per_customer.n == 1
    assert rows["contacts per customer", "band", "low effort"].estimate.n == 2
    assert rows["cost per contact", "band", "low effort"].estimate.n == 3


def test_by_the_answer_about_the_contact(tmp_path: Path) -> None:
    surveys = [
        {"response_id": f"{n}", "contact_id": f"{n}", "responded_at": "2026-01-28", "ces": ces, "ces_scale": "1-7"}
        for n, ces in ((1, 7), (17, 6), (25, 1), (26, 3))
    ]
    version = given(tmp_path, EUROS, contacts=CONTACTS, surveys=surveys)
    rows = {
        (r.score, r.item, r.band): r.estimate for r in compute("cost_to_serve", version, ALL).rows if r.part == "band"
    }
    assert rows["ces", "cost per contact", "low effort"].value == 5.0
    assert rows["ces", "cost per contact", "high effort"].value == 15.0


def test_too_few(tmp_path: Path) -> None:
    rows, _notes = found(CONTACTS, Settings(), tmp_path)
    assert rows["cost per contact", "band", "low effort"].estimate.reason == "too few: n = 3, at least 30 needed"


def won(tmp_path: Path, cost: object = 30) -> dict[str | None, object]:
    """Two customers since 1 January of a year of 365 days, whose contacts cost 10 and 20."""
    customers = [{"customer_id": name, "acquisition_cost": cost} for name in ("ann", "bob")]
    days = ("2025-01-01", "2025-12-31")
    orders = [
        {"order_id": f"{name}{day}", "customer_id": name, "ordered_at": day, "amount": 1}
        for name in ("ann", "bob")
        for day in days
    ]
    contacts = [
        {"contact_id": f"k{n}", "customer_id": name, "opened_at": "2025-05-05", "cost": 10 * n}
        for n, name in enumerate(("ann", "bob"), start=1)
    ]
    version = given(tmp_path, EUROS, customers=customers, orders=orders, contacts=contacts)
    return {row.part: row.estimate for row in compute("acquisition_ratio", version, ALL).rows}


def test_winning_against_serving(tmp_path: Path) -> None:
    figures = won(tmp_path)
    assert figures["winning"].value == 30.0
    assert figures["serving"].value == pytest.approx(15 * 365.25 / 365)
    # Two customers say so little that serving might cost nothing: no ratio then.
    assert figures["ratio"].value is None
    assert "above zero" in figures["ratio"].reason


def test_without_an_acquisition_cost(tmp_path: Path) -> None:
    figures = won(tmp_path, None)
    assert figures["winning"].reason == "the customers carry no acquisition cost"
    assert figures["ratio"].reason == "the customers carry no acquisition cost"
