"""Orders and what they bring: six figures of one reading, each with what is its own.

March 2026: Ann orders for 10 and 20 and is credited 5; Bob orders without an amount; Cy is credited 1; of two guests
one orders for 8 and one without an amount. In February Ann orders for 40.
"""

from dataclasses import replace
from datetime import date

import pytest

from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import View
from tests.asking import Asking
from tests.given import given

MARCH = View(period="custom", first=date(2026, 3, 1), last=date(2026, 3, 31))
NOT_WHOLE = View(period="custom", first=date(2026, 3, 2), last=date(2026, 3, 31))
FIGURES = {
    "net_revenue": (32.0, 5),
    "aov": (32 / 3, 3),
    "orders": (5.0, 5),
    "customers": (2.0, 2),
    "orders_per_customer": (1.5, 2),
    "repeat_rate": (0.5, 2),
}
"""Figure -> its value and n."""
BOUGHT = [
    ("ann", "2026-02-05", 40),
    ("ann", "2026-03-05", 10),
    ("ann", "2026-03-06", 20),
    ("ann", "2026-03-07", -5),
    ("bob", "2026-03-08", None),
    ("cy", "2026-03-09", -1),
    (None, "2026-03-10", 8),
    (None, "2026-03-11", None),
]


def version_of(tmp_path, currencies=("EUR",)):
    """The orders above, in these currencies in turn."""
    opened = given(
        tmp_path,
        Settings(minimum_n=1),
        customers=[{"customer_id": who, "region": who} for who in ("ann", "bob", "cy")],
        orders=[
            {"order_id": str(n), "ordered_at": day, "currency": currencies[n % len(currencies)]}
            | ({"customer_id": who} if who else {})
            | ({} if amount is None else {"amount": amount})
            for n, (who, day, amount) in enumerate(BOUGHT)
        ],
    )
    return replace(opened, engine=Asking(opened.engine))


def read(version, view):
    """The statements that read orders for figures, when all six are asked for."""
    version.engine.asked.clear()
    found = {name: compute(name, version, view) for name in FIGURES}
    return found, [sql for sql in version.engine.asked if "AS orders_squares" in sql or "AS revenue_squares" in sql]


@pytest.mark.parametrize(("view", "readings"), [(MARCH, 1), (NOT_WHOLE, 2)])
def test_six_figures_are_made_of_one_reading_of_months_or_two_of_days(tmp_path, view, readings):
    found, statements = read(version_of(tmp_path), view)
    for name, (value, n) in FIGURES.items():
        row = found[name].only()
        assert (row.estimate.value, row.estimate.n) == (pytest.approx(value), n), name
        assert row.currency == ("EUR" if name in ("net_revenue", "aov") else None)
    assert len(statements) == readings


def test_months_and_days_give_the_same_intervals(tmp_path):
    version = version_of(tmp_path)
    for name in FIGURES:
        assert compute(name, version, MARCH).only().estimate == compute(name, version, NOT_WHOLE).only().estimate, name


def test_by_month_there_is_one_reading_for_customers_one_for_orders_and_one_for_money(tmp_path):
    version = version_of(tmp_path)
    by_month = View(period="all", every="month")
    version.engine.asked.clear()
    found = {name: compute(name, version, by_month) for name in FIGURES if name != "repeat_rate"}
    # One customer gives no mean: that there is one is told.
    assert {name: result.rows[0].estimate.n for name, result in found.items()} == dict.fromkeys(found, 1)
    assert [r.estimate.value for r in found["net_revenue"].rows] == [40.0, 32.0]
    assert [r.estimate.value for r in found["orders"].rows] == [1.0, 5.0]
    sums = ("AS known_orders_squares", "AS orders_squares", "AS revenue_squares")
    assert len([s for s in version.engine.asked if any(text in s for text in sums)]) == 3


def test_periods_of_every_part_of_a_split_are_not_kept_for_others(tmp_path):
    version = version_of(tmp_path)
    for view, readings in ((replace(NOT_WHOLE, every="day"), 1), (replace(NOT_WHOLE, every="day", split="region"), 2)):
        version.engine.asked.clear()
        for name in ("net_revenue", "aov"):
            compute(name, version, view)
        assert len([sql for sql in version.engine.asked if "AS revenue_squares" in sql]) == readings


def test_two_currencies_are_told_apart_in_money_alone(tmp_path):
    found, statements = read(version_of(tmp_path, ("EUR", "USD")), MARCH)
    # Orders 1, 3, 5 are in USD: 10 - 5 - 1; 2, 4, 6 in EUR: 20 + 8, Bob's without an amount.
    assert {r.currency: r.estimate.value for r in found["net_revenue"].rows} == {"EUR": 28.0, "USD": 4.0}
    assert {r.currency: r.estimate.n for r in found["aov"].rows} == {"EUR": 2, "USD": 1}
    assert [r.estimate.value for r in found["orders"].rows] == [5.0]
    assert len(statements) == 2


def test_who_was_credited_only_is_no_customer_and_orders_nothing(tmp_path):
    version = version_of(tmp_path)
    by_region = replace(MARCH, split="region")
    orders = {row.split: row.estimate.value for row in compute("orders", version, by_region).rows}
    assert orders == {"ann": 2.0, "bob": 1.0, "cy": 0.0, "(missing)": 2.0}
    customers = {row.split: row.estimate.value for row in compute("customers", version, by_region).rows}
    assert customers == {"ann": 1.0, "bob": 1.0, "(missing)": 0.0}  # a guest shows that something was ordered
    each = {row.split: row.estimate.n for row in compute("orders_per_customer", version, by_region).rows}
    assert each == {"ann": 1, "bob": 1}
    revenue = {row.split: row.estimate.value for row in compute("net_revenue", version, by_region).rows}
    assert revenue == {"ann": 25.0, "cy": -1.0, "(missing)": 8.0}  # Bob's order has no amount


def test_a_credit_note_of_somebody_who_never_ordered_shows_that_there_were_no_orders(tmp_path):
    bought = [
        {"order_id": "o1", "customer_id": "ann", "ordered_at": "2026-03-05", "amount": 10},
        {"order_id": "c1", "customer_id": "cy", "ordered_at": "2026-03-09", "amount": -1},
    ]
    people = [{"customer_id": who, "region": who} for who in ("ann", "cy")]
    version = given(tmp_path, Settings(minimum_n=1), customers=people, orders=bought)
    for view in (MARCH, NOT_WHOLE, replace(MARCH, every="month")):
        found = compute("orders", version, replace(view, split="region")).rows
        assert {row.split: row.estimate.value for row in found} == {"ann": 1.0, "cy": 0.0}
