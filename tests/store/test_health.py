"""Health is told in numbers that can be counted by hand."""

import pytest

from cx.store.health import BAD, GOOD, LOOK, health
from tests.given import given


@pytest.fixture
def entries(tmp_path):
    orders = [
        {"order_id": "1", "customer_id": "a", "ordered_at": "2025-01-15", "amount": "10", "status": "paid"},
        {"order_id": "2", "customer_id": None, "ordered_at": "2025-03-31", "amount": "20", "status": "paid"},
        {"order_id": "3", "customer_id": "a", "ordered_at": "2025-02-01", "amount": "20", "status": "canceled"},
    ]
    surveys = [
        {"response_id": "r1", "order_id": "1", "responded_at": "2025-01-20", "nps": "9"},
        {"response_id": "r2", "order_id": "404", "responded_at": "2025-01-21", "nps": "3"},
        {"response_id": "r3", "order_id": "405", "responded_at": "2025-01-22", "nps": "3"},
    ]
    version = given(tmp_path, orders=orders, surveys=surveys)
    return {(e.table, e.check): e for e in health(version)}


def test_one_of_two_counted_orders_has_a_customer(entries):
    found = entries["orders", "match rate"]
    assert (found.value, found.status) == (0.5, LOOK)
    assert found.meaning.startswith("1 guest order counts")


def test_one_of_three_responses_has_a_customer(entries):
    found = entries["responses", "match rate"]
    assert found.value == pytest.approx(1 / 3)
    assert found.status == BAD


def test_responses_end_68_days_before_the_orders(entries):
    assert entries["responses", "freshness"].value == 68
    assert entries["responses", "freshness"].status == LOOK
    assert entries["orders", "freshness"].status == GOOD


def test_the_cancelled_order_is_left_out_with_its_reason(entries):
    assert any("canceled" in e.result for (_table, check), e in entries.items() if check == "left out")


def test_coverage_names_the_days(entries):
    assert entries["orders", "coverage"].result == "2 rows, 2025-01-15 – 2025-03-31"


def test_an_entry_is_plain_values(entries):
    assert entries["orders", "coverage"].to_json() == {
        "table": "orders",
        "check": "coverage",
        "result": "2 rows, 2025-01-15 – 2025-03-31",
        "meaning": "Figures outside these days do not exist; they are left blank, not zero.",
        "status": "good",
        "value": 2,
        "key": "coverage",
        "n": 2,
        "of": None,
        "details": (),
        "touches": ("orders",),
        "source": "",
        "first_day": "2025-01-15",
        "last_day": "2025-03-31",
    }


def matched(version, table):
    return next(e for e in health(version) if (e.table, e.check) == (table, "match rate"))


def test_an_id_that_is_known_from_nowhere_is_no_match(tmp_path):
    contacts = [
        {"contact_id": str(n), "customer_id": c, "opened_at": "2025-01-20"} for n, c in enumerate(("a", "b", "x", None))
    ]
    orders = [{"order_id": "1", "customer_id": "b", "ordered_at": "2025-01-15", "amount": "10"}]
    customers = [{"customer_id": "a", "region": "North"}]
    version = given(tmp_path, orders=orders, contacts=contacts, customers=customers)
    # a is in the customers file, b has an order, x is in neither, and the last names nobody.
    assert matched(version, "contacts").value == 0.5
    assert "1 row names an unknown customer: unmatched until" in matched(version, "contacts").meaning
    # b ordered, but the customers file that was loaded does not have b.
    assert matched(version, "orders").value == 0.0


def test_without_a_customers_file_orders_are_not_judged_against_it(tmp_path):
    orders = [{"order_id": "1", "customer_id": "b", "ordered_at": "2025-01-15", "amount": "10", "status": "canceled"}]
    orders.append({"order_id": "2", "customer_id": "c", "ordered_at": "2025-01-15", "amount": "10"})
    surveys = [
        {"response_id": str(n), "customer_id": c, "responded_at": "2025-01-20", "nps": "9"} for n, c in enumerate("bx")
    ]
    version = given(tmp_path, orders=orders, surveys=surveys)
    assert matched(version, "orders").value == 1.0
    assert matched(version, "responses").value == 0.5
