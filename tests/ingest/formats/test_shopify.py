"""Shopify: order fields on the first line of an order only, guests, refunds, cancelled orders, older headers."""

from pathlib import Path

import pytest

from tests.ingest.formats.exports import Loaded, Row, load_changed, load_export, only
from tests.ingest.loading import column, load_text, rows

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ORDERS = "SELECT order_id, CAST(ordered_at AS VARCHAR), CAST(amount AS VARCHAR), status, currency FROM raw.orders"


def test_line_items_are_lines_and_first_rows_are_orders(loaded: Loaded) -> None:
    store, report = loaded("shopify_orders")
    assert (report.format, report.table) == ("shopify_orders", "order_lines")
    assert (report.rows_read, report.rows_loaded) == (9, 9)
    assert report.also == {"orders": 7}
    assert "Recognised as a Shopify orders export: 9 rows are 9 order_lines and 7 orders." in report.notes
    found = rows(store, f"{ORDERS} ORDER BY order_id")
    assert found[0] == ("5001001", "2025-10-07 07:50:26", "89.7000", "paid", "EUR")
    # The offset changes with daylight saving: 23:30 +02:00 and 08:00 +01:00.
    assert [time for _id, time, *_rest in found[1:3]] == ["2025-10-25 21:30:00", "2025-10-26 07:00:00"]
    assert [status for *_rest, status, _currency in found] == [
        "paid",
        "paid",
        "partially_refunded",
        "voided",
        "cancelled",
        "paid",
        "refunded",
    ]
    lines = rows(store, "SELECT line_id, product, quantity, unit_price FROM raw.order_lines WHERE order_id = '5001001'")
    assert sorted((n, p, q, float(price)) for n, p, q, price in lines) == [
        ("1", "Mug", 2.0, 19.9),
        ("2", "Lamp", 1.0, 49.9),
    ]


def test_voided_and_cancelled_orders_are_no_revenue_and_refunds_are_taken_off(loaded: Loaded) -> None:
    store, _report = loaded("shopify_orders")
    # In EUR 89.70 and 19.90, 100 of 120, nothing of 60; in CHF 19.90.
    sql = "SELECT money_currency, CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders GROUP BY 1 ORDER BY 1"
    assert rows(store, sql) == [
        ("CHF", "19.9000"),
        ("EUR", "209.6000"),
    ]


def test_a_buyer_is_his_e_mail_else_his_phone_else_nobody(loaded: Loaded) -> None:
    store, _report = loaded("shopify_orders")
    sql = "SELECT order_id, email_hash IS NOT NULL, customer_id IS NOT NULL FROM raw.orders ORDER BY order_id"
    assert rows(store, sql) == [
        ("5001001", True, False),
        ("5001002", False, True),
        ("5001003", True, False),
        ("5001004", True, False),
        ("5001005", True, False),
        ("5001006", False, False),
        ("5001007", True, False),
    ]
    # lena@example.com and LENA@example.com are one person.
    assert column(store, "SELECT count(DISTINCT email_hash) FROM raw.orders") == [2]
    assert "4915112345678" not in str(rows(store, "SELECT * FROM raw.orders"))


def test_customers_of_the_shop_are_found_by_their_e_mail(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "shopify_customers")
    load_export(store, "shopify_orders")
    assert (report.table, report.rows_loaded, report.refused_count) == ("customers", 3, 0)
    assert column(store, "SELECT customer_id FROM raw.customers ORDER BY customer_id") == [
        "9013808660771",
        "9013808660772",
        "9013808660773",
    ]
    joined = "mart.orders AS o JOIN mart.customers AS c USING (person_no)"
    sql = f"SELECT c.person, count(*) FROM {joined} WHERE c.person LIKE '9013808660%' GROUP BY 1 ORDER BY 1"
    assert rows(store, sql) == [("9013808660771", 1), ("9013808660772", 2)]


def test_older_customers_have_no_id(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "shopify_customers_older")
    assert (report.format, report.rows_loaded) == ("shopify_customers", 2)
    assert column(store, "SELECT count(*) FROM raw.customers WHERE customer_id = email_hash") == [1]
    assert column(store, "SELECT count(*) FROM raw.customers WHERE length(customer_id) = 64") == [2]


def test_older_orders_without_an_id_are_known_by_their_name(tmp_path: Path) -> None:
    store = tmp_path / "s"
    change = only("Lineitem name", "Name", "Created at", "Total", "Currency", "Lineitem quantity")
    report = load_changed(store, "shopify_orders", change)
    assert (report.rows_loaded, report.also) == (9, {"orders": 7})
    assert column(store, "SELECT order_id FROM raw.orders ORDER BY order_id")[:2] == ["#1001", "#1002"]


def test_orders_are_found_without_totals(tmp_path: Path) -> None:
    store = tmp_path / "s"
    change = only("Name", "Created at", "Lineitem name", "Lineitem price", "Lineitem quantity")
    report = load_changed(store, "shopify_orders", change)
    assert (report.rows_loaded, report.also) == (9, {"orders": 7})
    # Their amounts are those of their lines: twice 19.90 and once 49.90.
    assert column(store, "SELECT CAST(net_revenue AS VARCHAR) FROM mart.orders WHERE order_id = '#1001'") == ["89.7000"]


def test_two_orders_of_the_same_name_are_two_when_they_have_ids(tmp_path: Path) -> None:
    def twice(rows: list[Row]) -> list[Row]:
        other = {"Id": "6001001", "Total": "5.00", "Lineitem name": "Pin"}
        return [*rows, {**rows[0], **other}]

    store = tmp_path / "s"
    report = load_changed(store, "shopify_orders", twice)
    assert (report.rows_loaded, report.also, report.refused_count) == (10, {"orders": 8}, 0)
    assert column(store, "SELECT product FROM raw.order_lines WHERE order_id = '6001001'") == ["Pin"]


def test_the_same_export_twice_in_one_file_is_no_second_order(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_changed(store, "shopify_orders", lambda rows: [*rows, *rows])
    assert (report.rows_read, report.rows_loaded, report.duplicates, report.refused_count) == (18, 9, 9, 0)
    assert report.also == {"orders": 7}


def test_a_file_filled_down_by_a_spreadsheet_has_the_same_orders(tmp_path: Path) -> None:
    def filled(rows: list[Row]) -> list[Row]:
        done: list[Row] = []
        for row in rows:
            above = done[-1] if done and done[-1]["Name"] == row["Name"] else {}
            done.append({name: text or above.get(name, "") for name, text in row.items()})
        return done

    store = tmp_path / "s"
    report = load_changed(store, "shopify_orders", filled)
    assert (report.rows_loaded, report.also, report.refused_count) == (9, {"orders": 7}, 0)
    assert column(store, "SELECT CAST(sum(amount) AS VARCHAR) FROM raw.orders") == ["429.2000"]


def test_lines_of_an_order_that_cannot_be_used_are_refused_with_it(tmp_path: Path) -> None:
    def broken(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "Total": "eighty"}, *rows[1:]]

    report = load_changed(tmp_path / "s", "shopify_orders", broken, dry_run=True)
    assert (report.rows_read, report.rows_loaded, report.refused_count) == (9, 7, 2)
    assert report.also == {"orders": 6}
    assert [(r.line, r.column) for r in report.refused] == [(2, "Total"), (3, "Id")]
    assert report.refused[1].reason == "belongs to a row of orders that cannot be used"


def test_what_the_person_says_goes_before_the_format(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "shopify_orders", maps={"amount": "Subtotal", "channel": ""}, sets={"currency": "GBP"})
    assert report.format == "shopify_orders"
    assert column(store, "SELECT DISTINCT currency FROM raw.orders") == ["GBP"]
    assert column(store, "SELECT count(channel) FROM raw.orders") == [0]
    only_orders = load_export(tmp_path / "o", "shopify_orders", table="orders", dry_run=True)
    assert (only_orders.table, only_orders.rows_read, only_orders.rows_loaded, only_orders.also) == ("orders", 7, 7, {})
    few = only("Name", "Created at", "Total", "Lineitem name", "Lineitem price")
    free = load_changed(tmp_path / "f", "shopify_orders", few, format="canonical", table="orders", dry_run=True)
    assert free.format is None


def test_drafts_are_no_revenue(tmp_path: Path) -> None:
    text = "Name,Email,Financial Status,Total,Created at,Lineitem name,Lineitem price\n"
    text += "#D7,ann@example.com,,10.00,2025-01-02 10:00:00 +0000,Mug,10.00\n"
    text += "#1008,bob@example.com,paid,12.00,2025-01-02 11:00:00 +0000,Mug,12.00\n"
    store = tmp_path / "s"
    assert load_text(store, text).also == {"orders": 2}
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["12.0000"]


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not on this machine")
def test_the_real_fixture(tmp_path: Path) -> None:
    text = (SHARED / "shop-exports" / "shopify_orders_fixture_ltv-cohort-kit.csv").read_text(encoding="utf-8")
    store = tmp_path / "s"
    report = load_text(store, text)
    assert (report.rows_read, report.rows_loaded, report.also) == (9, 9, {"orders": 8})
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["985.0000"]
    assert column(store, "SELECT count(*) FROM mart.customers") == [4]
