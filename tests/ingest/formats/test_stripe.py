"""Stripe: chosen columns, major units, failed and test payments, prices per month, the end and the wish for it."""

from pathlib import Path

import pytest

from tests.ingest.formats.exports import Row, load_changed, load_export
from tests.ingest.loading import column, rows


def test_payments_are_orders_in_major_units(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "stripe_payments")
    assert (report.format, report.table, report.rows_loaded) == ("stripe_payments", "orders", 4)
    assert [(r.line, r.value, r.reason) for r in report.refused] == [(6, "Test", "is a payment in test mode")]
    sql = "SELECT order_id, CAST(ordered_at AS VARCHAR), CAST(amount AS VARCHAR), currency, status FROM raw.orders"
    assert rows(store, f"{sql} ORDER BY 1") == [
        ("ch_001", "2026-06-05 20:38:34", "3125.0000", "EUR", "Paid"),
        ("ch_002", "2026-06-06 08:00:00", "1000.0000", "EUR", "Paid"),
        ("ch_003", "2026-06-07 09:15:00", "50.0000", "USD", "Refunded"),
        ("ch_004", "2026-06-07 23:59:59", "75.0000", "EUR", "failed"),
    ]
    sql = "SELECT money_currency, CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders GROUP BY 1 ORDER BY 1"
    assert rows(store, sql) == [("EUR", "3875.0000"), ("USD", "0.0000")]
    assert column(store, "SELECT customer_id FROM raw.orders ORDER BY order_id") == ["cus_A", None, "cus_A", "cus_C"]


def test_a_time_in_utc_is_not_moved_by_the_zone_of_other_files(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_export(store, "stripe_payments", timezone="America/New_York")
    assert column(store, "SELECT CAST(min(ordered_at) AS VARCHAR) FROM raw.orders") == ["2026-06-05 20:38:34"]


def test_five_chosen_columns_in_another_order(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "stripe_payments_chosen")
    assert (report.format, report.rows_loaded) == ("stripe_payments", 2)
    assert rows(store, "SELECT status, currency FROM raw.orders ORDER BY order_id") == [
        ("Paid", "GBP"),
        ("failed", "GBP"),
    ]


def test_subscriptions_cost_so_much_a_month(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "stripe_subscriptions")
    assert (report.format, report.table, report.rows_loaded) == ("stripe_subscriptions", "subscriptions", 3)
    # 49 a month; 3 x 120 a year; 9.90 a month. The second asked for its end half a year before it.
    sql = "SELECT subscription_id, CAST(mrr AS VARCHAR), CAST(ended_at AS VARCHAR) FROM raw.subscriptions ORDER BY 1"
    assert rows(store, sql) == [
        ("sub_1", "49.0000", None),
        ("sub_2", "30.0000", "2026-03-01 00:00:00"),
        ("sub_3", "9.9000", "2025-06-20 12:00:00"),
    ]
    assert column(store, "SELECT length(customer_id) FROM raw.subscriptions ORDER BY subscription_id") == [5, 5, 64]


def test_an_interval_nobody_knows_is_refused_not_guessed(tmp_path: Path) -> None:
    def odd(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "Interval": "fortnight"}, *rows[1:]]

    report = load_changed(tmp_path / "s", "stripe_subscriptions", odd, dry_run=True)
    assert (report.rows_loaded, report.refused_count) == (2, 1)
    assert (report.refused[0].column, report.refused[0].value) == ("Amount", "49.00 per fortnight")


@pytest.mark.parametrize(
    ("amount", "monthly"), [("1,200.00", "100.0000"), ("1.200,00", "100.0000"), ("29,40", "2.4500")]
)
def test_amounts_with_either_mark(tmp_path: Path, amount: str, monthly: str) -> None:
    def yearly(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "Amount": amount, "Interval": "year"}]

    store = tmp_path / "s"
    load_changed(store, "stripe_subscriptions", yearly)
    assert column(store, "SELECT CAST(mrr AS VARCHAR) FROM raw.subscriptions") == [monthly]
