"""HubSpot and Salesforce: won deals are orders, open and lost ones no revenue, and which are won may be asked."""

from pathlib import Path

from tests.ingest.formats.exports import Row, load_changed, load_export
from tests.ingest.loading import column, rows

ORDERS = "SELECT order_id, CAST(ordered_at AS VARCHAR)[1:10], status FROM raw.orders ORDER BY 1"


def test_won_deals_are_orders(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "hubspot_deals")
    assert (report.format, report.table, report.rows_loaded) == ("hubspot_deals", "orders", 3)
    assert any("do not count as revenue" in note for note in report.notes)
    # A won deal is of the day it was closed; an open one has no such day.
    assert rows(store, ORDERS) == [
        ("7001", "2025-02-28", "won"),
        ("7002", "2025-01-12", "declined"),
        ("7003", "2025-04-01", "draft"),
    ]
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["12000.0000"]
    assert column(store, "SELECT customer_id FROM raw.orders ORDER BY order_id") == ["151", "152", "152"]


def test_when_no_stage_says_won_it_is_asked(tmp_path: Path) -> None:
    def renamed(rows: list[Row]) -> list[Row]:
        return [{**row, "Deal Stage": stage} for row, stage in zip(rows, ("Signed", "Dropped", "Talking"), strict=True)]

    report = load_changed(tmp_path / "s", "hubspot_deals", renamed, dry_run=True)
    assert [(q.field, q.examples) for q in report.questions] == [("status", ("Dropped", "Signed", "Talking"))]
    report = load_changed(tmp_path / "s", "hubspot_deals", renamed, maps={"status": "Deal Stage"})
    assert column(tmp_path / "s", "SELECT status FROM raw.orders ORDER BY order_id") == ["Signed", "Dropped", "Talking"]


def test_contacts_are_customers(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "hubspot_contacts")
    assert (report.format, report.table) == ("hubspot_contacts", "customers")
    assert rows(store, "SELECT customer_id, segment, region, favourite_colour FROM raw.customers ORDER BY 1") == [
        ("151", "Customer", "Germany", "blue"),
        ("152", "Lead", "Austria", "green"),
    ]


def test_a_contacts_export_that_is_said_to_hold_surveys_is_read_as_such(tmp_path: Path) -> None:
    report = load_export(
        tmp_path / "s",
        "hubspot_contacts",
        table="surveys",
        maps={"response_id": "Record ID", "responded_at": "Create Date"},
    )
    assert (report.format, report.table, report.rows_loaded) == (None, "surveys", 2)


def test_opportunities_of_a_report(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "salesforce_opportunities")
    assert (report.format, report.rows_loaded) == ("salesforce_opportunities", 3)
    assert column(store, "SELECT status FROM raw.orders ORDER BY row_no") == ["won", "draft", "declined"]
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["15000.0000"]
    assert column(store, "SELECT count(DISTINCT customer_id) FROM raw.orders") == [2]
    assert "Acme" not in str(rows(store, "SELECT * FROM raw.orders"))


def test_opportunities_of_data_loader_say_themselves_whether_they_are_won(tmp_path: Path) -> None:
    store = tmp_path / "s"
    assert load_export(store, "salesforce_opportunities_loader").format == "salesforce_opportunities"
    assert rows(store, "SELECT order_id, customer_id, status FROM raw.orders ORDER BY 1") == [
        ("0065e00000A1", "0015e00000B1", "won"),
        ("0065e00000A2", "0015e00000B1", "draft"),
    ]


def test_cases_are_contacts_and_accounts_are_customers(tmp_path: Path) -> None:
    store = tmp_path / "s"
    cases, accounts = load_export(store, "salesforce_cases"), load_export(store, "salesforce_accounts")
    assert (cases.format, cases.table, cases.rows_loaded) == ("salesforce_cases", "contacts", 2)
    assert (accounts.format, accounts.table, accounts.rows_loaded) == ("salesforce_accounts", "customers", 2)
    sql = "SELECT contact_id, channel, CAST(closed_at AS VARCHAR) FROM raw.contacts ORDER BY 1"
    assert rows(store, sql) == [("00001026", "Phone", "2025-05-14 10:00:00"), ("00001027", "Email", None)]
    assert column(store, "SELECT region FROM raw.customers ORDER BY customer_id") == ["Germany", "Switzerland"]
