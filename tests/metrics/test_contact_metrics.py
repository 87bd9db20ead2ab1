"""Contacts per customer and resolution time, by hand."""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import View
from tests.given import given

ANY_N = Settings(minimum_n=1)


def contact(number: int, opened: str, closed: str | None = None, **more: object) -> dict[str, object]:
    return {"contact_id": str(number), "opened_at": opened, "closed_at": closed, **more}


def an_order(number: int, customer: str, day: str) -> dict[str, object]:
    return {"order_id": str(number), "customer_id": customer, "ordered_at": day, "amount": 1}


def test_contacts_per_customer_divides_by_who_ordered(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[an_order(1, "ann", "2026-01-02"), an_order(2, "ann", "2026-01-03"), an_order(3, "bob", "2026-01-04")],
        contacts=[contact(n, "2026-01-10", customer_id="ann") for n in range(3)],
    )
    row = compute("contacts_per_customer", version, View("all")).only()
    assert (row.estimate.value, row.estimate.n, row.total) == (1.5, 2, 3)
    # Garwood for a count of 3 is 0.6187 to 8.7673, here per two customers.
    assert row.estimate.high == pytest.approx(8.7673 / 2, abs=1e-4)


def test_months_before_the_first_contact_are_not_months_without_contacts(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[an_order(1, "ann", "2026-01-02"), an_order(2, "bob", "2026-03-20")],
        contacts=[contact(1, "2026-03-10"), contact(2, "2026-03-31")],
    )
    result = compute("contacts_per_customer", version, View("all", every="month"))
    january, march = (next(r for r in result.rows if r.period == date(2026, m, 1)) for m in (1, 3))
    assert january.estimate.reason == "the contacts cover 2026-03-10 to 2026-03-31 only"
    assert march.estimate.value == 2
    assert "The contacts begin on 2026-03-10, after the first day shown." in result.notes


def test_resolution_time_is_the_median_of_closed_contacts(tmp_path: Path) -> None:
    contacts = [contact(n, "2026-01-01 00:00", f"2026-01-0{n + 1} 12:00") for n in range(1, 8)]
    contacts.append(contact(99, "2026-01-01 00:00"))
    estimate = compute("resolution_time", given(tmp_path, ANY_N, contacts=contacts), View("all")).only().estimate
    # 1.5, 2.5, ..., 7.5 days.
    assert (estimate.value, estimate.n) == (4.5, 7)
