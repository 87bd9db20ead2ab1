"""Orders, customers and money from orders few enough to add up by hand."""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.stats.counts import garwood_interval
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ANY_N = Settings(minimum_n=2)
JANUARY = View("custom", date(2026, 1, 1), date(2026, 1, 31))
ALL = View("all")


def order(number: int, customer: str | None, day: str, amount: object, **more: object) -> dict[str, object]:
    return {"order_id": str(number), "customer_id": customer, "ordered_at": day, "amount": amount, **more}


@pytest.fixture
def shop(tmp_path: Path) -> Version:
    """Ann orders twice in January, Bob once there and once in February; a guest; a credit note; a cancelled order."""
    return given(
        tmp_path,
        ANY_N,
        orders=[
            order(1, "ann", "2026-01-05", 10, channel="Web"),
            order(2, "ann", "2026-01-20 23:59", 20, channel="App"),
            order(3, "bob", "2026-01-31 12:00", 30, channel="Web"),
            order(4, "bob", "2026-02-10", 40, channel="Web", refunded_amount=15),
            order(5, None, "2026-01-09", 60, channel="Web"),
            order(6, "ann", "2026-01-25", -5, channel="App"),
            order(7, "cy", "2026-01-02", 1000, channel="Web", status="canceled"),
        ],
    )


def only(version: Version, metric: str, view: View = JANUARY) -> Row:
    return compute(metric, version, view).only()


def value(version: Version, metric: str, view: View = JANUARY) -> float | None:
    return only(version, metric, view).estimate.value


def test_orders_count_guests_and_neither_credit_notes_nor_cancelled_ones(shop: Version) -> None:
    estimate = only(shop, "orders").estimate
    assert (estimate.value, estimate.n, estimate.unit) == (4, 4, "count")
    # Ann 2, Bob 1, a guest 1: squares 6, so 1.5 times the interval of 4 / 1.5.
    assert (estimate.low, estimate.high) == tuple(1.5 * end for end in garwood_interval(4 / 1.5))
    assert estimate.method == "compound Poisson by customer"


def test_orders_of_one_each_have_garwood_s_interval(tmp_path: Path) -> None:
    orders = [order(1, "ann", "2026-01-01", 1), order(2, "bob", "2026-01-01", 1)]
    orders += [order(3, None, "2026-01-01", 1), order(4, None, "2026-01-01", 1)]
    estimate = only(given(tmp_path, ANY_N, orders=orders), "orders").estimate
    # Garwood (1936) for a count of 4, as printed in tables: 1.09 to 10.24.
    assert (estimate.low, estimate.high) == pytest.approx((1.0899, 10.2416), abs=1e-4)


def test_customers_are_persons_with_an_order(shop: Version) -> None:
    assert value(shop, "customers") == 2
    by_channel = compute("customers", shop, View("custom", JANUARY.first, JANUARY.last, split="channel"))
    assert {r.split: r.estimate.value for r in by_channel.rows} == {"App": 1, "Web": 2}


def test_new_customers_are_new_once(shop: Version) -> None:
    assert value(shop, "new_customers") == 2
    assert value(shop, "new_customers", View("custom", date(2026, 2, 1), date(2026, 2, 10))) is None
    by_month = compute("new_customers", shop, View("all", every="month"))
    assert [r.estimate.value for r in by_month.rows] == [2, 0]


def test_net_revenue_is_less_refunds_and_credit_notes(shop: Version) -> None:
    january = only(shop, "net_revenue")
    assert (january.estimate.value, january.estimate.n, january.total) == (115, 5, 115)
    # Ann 10 + 20 - 5, Bob 30, a guest 60: 25^2 + 30^2 + 60^2 = 5125; 115 +- 1.95996 sqrt(5125)
    assert january.estimate.low == pytest.approx(115 - 140.312, abs=0.01)
    assert january.estimate.method == "compound Poisson by customer"
    assert value(shop, "net_revenue", ALL) == 140


def test_average_order_value_is_clustered_by_customer(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[
            order(1, "ann", "2026-01-01", 10),
            order(2, "ann", "2026-01-02", 20),
            order(3, "bob", "2026-01-03", 30),
        ],
    )
    estimate = only(version, "aov").estimate
    assert (estimate.value, estimate.n) == (20, 3)
    # Residuals 30 - 2 x 20 and 30 - 20; variance 2/1 x 200 / 3^2; t with 1 df is 12.7062.
    assert estimate.high == pytest.approx(20 + 12.7062 * (400 / 9) ** 0.5, abs=1e-3)


def test_average_order_value_takes_guests_and_credit_notes_in(shop: Version) -> None:
    assert value(shop, "aov") == pytest.approx(115 / 4)


def test_every_guest_order_is_a_customer_of_its_own(tmp_path: Path) -> None:
    guests = given(tmp_path, ANY_N, orders=[order(1, None, "2026-01-01", 10), order(2, None, "2026-01-02", 30)])
    estimate = only(guests, "aov").estimate
    # Residuals -10 and 10 of two clusters: error sqrt(2/1 x 200) / 2 = 10.
    assert (estimate.value, estimate.high) == (20, pytest.approx(20 + 127.062, abs=1e-2))


def test_who_only_got_money_back_did_not_order(tmp_path: Path) -> None:
    orders = [order(1, "ann", "2026-01-01", 10), order(2, "bob", "2026-01-02", -3)]
    version = given(tmp_path, ANY_N, orders=orders)
    assert value(version, "customers") == 1
    assert value(version, "new_customers") == 1
    assert value(version, "orders_per_customer") is None
    assert value(version, "net_revenue") == 7


def test_an_order_without_an_amount_is_an_order_and_not_in_the_average(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[
            order(1, "ann", "2026-01-01", 10),
            order(2, "bob", "2026-01-02", 20),
            order(3, "cy", "2026-01-03", None),
        ],
    )
    assert value(version, "orders") == 3
    assert value(version, "aov") == 15


def test_every_currency_has_its_own_row(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        ANY_N,
        orders=[
            order(1, "ann", "2026-01-01", 10, currency="EUR"),
            order(2, "bob", "2026-01-02", 20, currency="eur"),
            order(3, "cy", "2026-01-03", 7, currency="USD"),
        ],
    )
    result = compute("net_revenue", version, ALL)
    assert {r.currency: r.estimate.value for r in result.rows} == {"EUR": 30, "USD": 7}
    assert any("not added up" in note for note in result.notes)
    assert {r.currency: r.estimate.n for r in compute("aov", version, ALL).rows} == {"EUR": 2, "USD": 1}


def test_the_shop_s_currency_is_that_of_orders_without_one(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(currency="CHF", minimum_n=2), orders=[order(1, "ann", "2026-01-01", 10)])
    assert only(version, "net_revenue").currency == "CHF"


def test_orders_per_customer_and_repeat_rate_leave_guests_out(shop: Version) -> None:
    per_customer = only(shop, "orders_per_customer").estimate
    assert (per_customer.value, per_customer.n, per_customer.low) == (1.5, 2, 1.0)
    repeat = only(shop, "repeat_rate").estimate
    assert (repeat.value, repeat.n) == (0.5, 2)
    assert value(shop, "repeat_rate", ALL) == 1.0


def test_time_between_orders_reaches_back_before_the_view_and_merges_days(tmp_path: Path) -> None:
    orders = []
    for customer in range(6):
        orders += [
            order(100 + customer, f"c{customer}", "2025-12-22", 1),
            order(200 + customer, f"c{customer}", f"2026-01-0{customer + 1} 08:00", 1),
            order(300 + customer, f"c{customer}", f"2026-01-0{customer + 1} 18:00", 1),
        ]
    estimate = only(given(tmp_path, ANY_N, orders=orders), "time_between_orders").estimate
    # Six gaps of 10, 11, ..., 15 days.
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (12.5, 10, 15, 6)


def test_too_few_is_said_of_averages_and_rates_but_counts_are_given(tmp_path: Path) -> None:
    version = given(tmp_path, orders=[order(n, f"c{n}", "2026-01-01", n) for n in range(1, 30)])
    for metric in ("aov", "repeat_rate", "orders_per_customer"):
        estimate = only(version, metric).estimate
        assert estimate.value is None
        assert estimate.reason == "too few: n = 29, at least 30 needed"
    assert value(version, "orders") == 29
    assert value(version, "net_revenue") == 435
