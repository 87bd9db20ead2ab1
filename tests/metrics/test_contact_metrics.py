"""Contacts per customer and resolution time, by hand."""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import View
from tests.given import given

ANY_N = Settings(minimum_n=2)


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
    # Ann 3 contacts, Bob none: residuals 1.5 and -1.5; error sqrt(2/1 x 4.5) / 2 = 1.5; t(1) = 12.7062.
    assert row.estimate.high == pytest.approx(1.5 + 12.7062 * 1.5, abs=1e-3)
    assert (row.estimate.low, row.estimate.method) == (0.0, "delta method, clustered by customer")


def test_a_contact_of_nobody_known_is_a_person_of_its_own(tmp_path: Path) -> None:
    """Ann and Bob ordered, Ann asked once, two strangers too: 3/2; residuals -1/2, -3/2, 1, 1; 4/3 x 4.5 / 4."""
    version = given(
        tmp_path,
        ANY_N,
        orders=[an_order(1, "ann", "2026-01-02"), an_order(2, "bob", "2026-01-31")],
        contacts=[contact(1, "2026-01-02", customer_id="ann"), contact(2, "2026-01-10"), contact(3, "2026-01-31")],
    )
    estimate = compute("contacts_per_customer", version, View("all")).only().estimate
    assert (estimate.value, estimate.n) == (1.5, 2)
    assert estimate.high == pytest.approx(1.5 + 3.18245 * 1.5**0.5, abs=1e-4)


def test_no_contact_in_a_month_is_zero_with_a_ceiling(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[
            an_order(n, f"c{n}", f"2026-0{month}-05") for month in (1, 2, 3) for n in range(month * 10, month * 10 + 9)
        ],
        contacts=[contact(1, "2026-01-01"), contact(2, "2026-03-31")],
    )
    february = compute("contacts_per_customer", version, View("all", every="month")).rows[1].estimate
    # Garwood's upper limit for 0 is 3.689, here per nine customers.
    assert (february.value, february.low, february.n) == (0.0, 0.0, 9)
    assert february.high == pytest.approx(3.6889 / 9, abs=1e-4)


def test_months_before_the_first_contact_are_not_months_without_contacts(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[
            *(an_order(n, f"january{n}", "2026-01-02") for n in range(2)),
            *(an_order(2 + n, f"march{n}", "2026-03-20") for n in range(2)),
        ],
        contacts=[contact(1, "2026-03-10"), contact(2, "2026-03-31")],
    )
    result = compute("contacts_per_customer", version, View("all", every="month"))
    january, march = (next(r for r in result.rows if r.period == date(2026, m, 1)) for m in (1, 3))
    assert january.estimate.reason == "the contacts cover 10 Mar 2026 to 31 Mar 2026 only"
    assert march.estimate.value == 1
    assert "The contacts begin on 10 Mar 2026, after the first day shown." in result.notes


def test_resolution_time_is_the_median_of_closed_contacts(tmp_path: Path) -> None:
    contacts = [contact(n, "2026-01-01 00:00", f"2026-01-0{n + 1} 12:00") for n in range(1, 8)]
    contacts.append(contact(99, "2026-01-01 00:00"))
    estimate = compute("resolution_time", given(tmp_path, ANY_N, contacts=contacts), View("all")).only().estimate
    # 1.5, 2.5, ..., 7.5 days.
    assert (estimate.value, estimate.n) == (4.5, 7)
