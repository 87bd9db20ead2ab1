"""WooCommerce: translated Analytics reports, refunds as rows of their own, and the snake case of its plugins."""

from pathlib import Path

from tests.ingest.formats.exports import Row, load_changed, load_export
from tests.ingest.loading import column, rows


def test_a_refund_is_a_row_with_the_number_of_its_order(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "woocommerce_orders")
    assert (report.format, report.rows_loaded, report.refused_count) == ("woocommerce_orders", 4, 0)
    assert rows(store, "SELECT order_id, CAST(amount AS VARCHAR), currency, status FROM raw.orders ORDER BY 1") == [
        ("2041", "54.0000", "EUR", "completed"),
        ("2042", "30.5000", "EUR", "processing"),
        ("2042-refund-1", "-10.5000", "EUR", "refund"),
        ("2043", "12.0000", "EUR", "failed"),
    ]
    # The failed order does not count: 54 + 30.5 - 10.5.
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["74.0000"]
    assert any("belong to no customer" in note for note in report.notes)
    assert "Ann Lee" not in str(rows(store, "SELECT * FROM raw.orders"))


def test_a_german_site_writes_german_headers(tmp_path: Path) -> None:
    store = tmp_path / "s"
    assert load_export(store, "woocommerce_orders_german").format == "woocommerce_orders"
    assert column(store, "SELECT CAST(amount AS VARCHAR) FROM raw.orders ORDER BY order_id") == ["54.0000", "1230.5000"]


def test_without_net_sales_the_formatted_revenue_is_read(tmp_path: Path) -> None:
    def older(rows: list[Row]) -> list[Row]:
        return [{name: text for name, text in row.items() if name != "Net Sales"} for row in rows]

    store = tmp_path / "s"
    assert load_changed(store, "woocommerce_orders", older).rows_loaded == 4
    assert column(store, "SELECT CAST(sum(amount) AS VARCHAR) FROM raw.orders") == ["86.0000"]


def test_orders_of_an_export_plugin(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "woocommerce_plugin_orders")
    assert (report.format, report.rows_loaded) == ("woocommerce_plugin_orders", 3)
    sql = "SELECT order_id, customer_id, status, CAST(refunded_amount AS VARCHAR) FROM raw.orders ORDER BY order_id"
    assert rows(store, sql) == [
        ("901", "17", "completed", "0.0000"),
        ("902", None, "completed", "10.0000"),
        ("903", "17", "cancelled", "0.0000"),
    ]
    stored = str(rows(store, "SELECT * FROM raw.orders"))
    assert not [secret for secret in ("Ann", "Chen", "ring twice", "10115", "@") if secret in stored]


def test_customers_are_known_by_their_e_mail(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "woocommerce_customers")
    assert (report.format, report.table, report.rows_loaded) == ("woocommerce_customers", "customers", 2)
    assert column(store, "SELECT count(*) FROM raw.customers WHERE customer_id = email_hash") == [2]
    assert column(store, "SELECT CAST(signed_up_at AS VARCHAR) FROM raw.customers ORDER BY 1 NULLS LAST") == [
        "2024-01-15 09:30:00",
        None,
    ]
