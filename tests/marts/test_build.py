"""The marts, made from a handful of raw rows: which orders count, how scores are turned, what is left out."""

from pathlib import Path

import pandas as pd

from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.settings import Settings
from cx.store.schema import create_empty
from cx.view import Dates
from tests.given import add_rows, given
from tests.marts.shown import left_out, mart, order


def test_an_order_is_worth_its_lines_when_it_has_no_amount_and_less_what_was_refunded(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[
            order("amount", amount=10, refunded_amount=4, cost=5),
            order("lines", amount=None),
            order("nothing", amount=None),
        ],
        order_lines=[
            {"order_id": "lines", "line_id": "1", "amount": 7},
            {"order_id": "lines", "line_id": "2", "quantity": 3, "unit_price": "2.50"},
            {"order_id": "elsewhere", "line_id": "1", "amount": 9},
        ],
    )
    orders = mart(version, "orders", "order_id")
    assert orders.loc["amount", ["net_revenue", "margin"]].tolist() == [6, 1]
    assert orders.loc["lines", "net_revenue"] == 14.5
    assert pd.isna(orders.loc["nothing", "net_revenue"])
    assert orders["is_order"].tolist() == [1, 1, 1]
    assert left_out(version)["orders without an amount: counted, but not in revenue and average order value"] == 1
    assert left_out(version)["order lines whose order is not loaded"] == 1


def test_a_flat_file_of_lines_makes_its_orders(tmp_path: Path) -> None:
    lines = [
        {"order_id": "7", "amount": a, "customer_id": "ann", "ordered_at": "2026-01-05", "channel": "Web"}
        for a in (1, 2, 3)
    ]
    orders = mart(given(tmp_path, order_lines=lines), "orders", "order_id")
    assert orders[["net_revenue", "channel"]].values.tolist() == [[6, "Web"]]


def test_statuses_that_are_not_revenue_do_not_count_however_they_are_written(tmp_path: Path) -> None:
    rows = [
        order("1", status="paid"),
        order("2", status=" Canceled ", amount=7),
        order("3", status="Pending-Payment", amount=8),
        order("4", status=None),
    ]
    assert list(mart(given(tmp_path, orders=rows), "orders", "order_id").index) == ["1", "4"]
    assert (
        left_out(given(tmp_path, orders=rows))["status “Pending-Payment” does not count as an order (amount 8.00)"] == 1
    )
    strict = given(tmp_path, Settings(not_revenue=("paid",)), orders=rows)
    assert list(mart(strict, "orders", "order_id").index) == ["2", "3", "4"]


def test_a_credit_note_lowers_revenue_and_is_neither_order_nor_activity(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[
            order("1", day="2026-01-05", amount=50),
            order("C1", day="2026-01-03", amount=-20),
            order("2", day="2026-01-09", amount=5),
        ],
    )
    orders = mart(version, "orders", "order_id")
    assert orders.loc["C1", "is_order"] == 0
    assert orders.loc[["C1", "1", "2"], "is_first"].tolist() == [0, 1, 0]
    activity = mart(version, "activity", "order_date")
    assert activity["orders"].tolist() == [0, 1, 1]
    assert activity["net_revenue"].tolist() == [-20, 50, 5]
    assert activity["days_since_previous"].fillna(-1).tolist() == [-1, -1, 4]
    ann = mart(version, "customers", "person").loc["ann"]
    assert (ann["order_count"], ann["order_days"], ann["net_revenue"]) == (2, 2, 35)
    assert str(ann["first_order_date"])[:10] == "2026-01-05"


def test_pieces_taken_out_of_stock_for_nothing_are_no_order(tmp_path: Path) -> None:
    """Amount 0: 5 - 12 pieces is a correction, 3 - 3 and 2 pieces are orders, as is a gift without lines."""

    def lines(number: str, *quantities: int, price: int = 0) -> list[dict[str, object]]:
        return [
            {"order_id": number, "line_id": f"{n}", "quantity": q, "unit_price": price}
            for n, q in enumerate(quantities, start=1)
        ]

    numbers = ("correction", "exchange", "sample", "sale", "returned")
    version = given(
        tmp_path,
        orders=[order(number, amount=None) for number in numbers] + [order("gift", amount=0), order("paid", amount=6)],
        order_lines=[
            *lines("correction", 5, -12),
            *lines("exchange", 3, -3),
            *lines("sample", 2),
            *lines("sale", 2, price=4),
            *lines("returned", -2, price=4),
            *lines("paid", -1),
        ],
    )
    counts = mart(version, "orders", "order_id")["is_order"]
    assert set(counts[counts == 0].index) == {"correction", "returned"}
    assert mart(version, "activity", "order_date")["orders"].tolist() == [5]
    assert left_out(version)["credit notes and stock corrections: lower the revenue, are no orders"] == 2
    assert left_out(version)["orders of amount 0: counted as orders"] == 3


def test_a_status_that_does_not_count_tells_its_amount_also_from_the_lines(tmp_path: Path) -> None:
    """7 from the order and 2 x 3 + 4 from the lines are 17; amounts in two currencies are not added up."""
    rows = [
        order("1"),
        order("2", status="void", amount=7),
        order("3", status="void", amount=None),
        order("4", status="draft", amount=1, currency="EUR"),
        order("5", status="draft", amount=2, currency="USD"),
    ]
    items = [
        {"order_id": "3", "line_id": "1", "quantity": 2, "unit_price": 3},
        {"order_id": "3", "line_id": "2", "amount": 4},
    ]
    told = left_out(given(tmp_path, orders=rows, order_lines=items))
    assert told["status “void” does not count as an order (amount 17.00)"] == 2
    assert told["status “draft” does not count as an order"] == 2


def test_scores_are_turned_so_that_high_is_good(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        surveys=[
            {
                "response_id": "a",
                "responded_at": "2026-01-01",
                "csat": 2,
                "csat_scale": "5-1",
                "ces": 1,
                "ces_scale": "5-1",
            },
            {
                "response_id": "b",
                "responded_at": "2026-01-01",
                "csat": 5,
                "csat_scale": "1 - 7",
                "ces": 4,
                "ces_scale": "1-7",
            },
            {
                "response_id": "c",
                "responded_at": "2026-01-01",
                "csat": 1,
                "csat_scale": "0-1",
                "ces": 3,
                "ces_scale": "1-5",
            },
            {"response_id": "d", "responded_at": "2026-01-01", "csat": 80, "csat_scale": "0-100", "ces": 3},
        ],
    )
    rows = mart(version, "responses", "response_id")
    assert rows["csat"].tolist() == [4, 5, 1, 80]
    assert rows["csat_top_two"].fillna(-1).tolist() == [1, 0, 1, -1]
    assert rows["ces_seven"].fillna(-1).tolist() == [7, 4, 4, -1]
    assert left_out(version)["satisfaction answers without a usable scale: not in CSAT"] == 1
    assert left_out(version)["effort answers without a usable scale: not in CES"] == 1


def test_an_invitation_without_an_answer_is_dated_by_its_sending(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=[{"response_id": "a", "sent_at": "2026-01-03"}])
    row = mart(version, "responses", "response_id").iloc[0]
    assert (row["answered"], str(row["response_date"])[:10]) == (0, "2026-01-03")


def test_a_contact_closed_before_it_was_opened_has_no_resolution_time(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        contacts=[
            {"contact_id": "a", "opened_at": "2026-01-01 00:00", "closed_at": "2026-01-02 12:00"},
            {"contact_id": "b", "opened_at": "2026-01-01 00:00", "closed_at": "2025-12-31 12:00"},
            {"contact_id": "c", "opened_at": "2026-01-01 00:00"},
        ],
    )
    assert mart(version, "contacts", "contact_id")["resolution_days"].fillna(-1).tolist() == [1.5, -1, -1]


def test_the_later_row_of_a_key_holds_and_taking_it_back_restores_the_earlier(tmp_path: Path) -> None:
    workspace = DuckMaker().writer(tmp_path / "store.duckdb")
    create_empty(workspace)
    add_rows(workspace, "orders", [order("1", amount=10), order("2", amount=5)], load_no=1)
    add_rows(workspace, "orders", [order("1", amount=99)], load_no=2)
    build(workspace, Settings())
    assert workspace.query("SELECT sum(net_revenue) AS s FROM mart.orders")["s"].iloc[0] == 104
    replaced = workspace.query("SELECT row_count FROM mart.left_out WHERE reason LIKE 'earlier rows of orders%'")
    assert replaced["row_count"].tolist() == [1]
    workspace.execute("BEGIN")
    workspace.execute("DELETE FROM raw.orders WHERE load_no = 2")
    build(workspace, Settings())
    workspace.execute("COMMIT")
    assert workspace.query("SELECT sum(net_revenue) AS s FROM mart.orders")["s"].iloc[0] == 15
    workspace.close()


def test_lines_without_a_number_are_all_kept(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[order("1", amount=None)],
        order_lines=[
            {"order_id": "1", "product": "tea", "amount": 2},
            {"order_id": "1", "product": "tea", "amount": 2},
        ],
    )
    assert mart(version, "orders", "order_id")["net_revenue"].tolist() == [4]


def test_an_empty_store_has_all_marts_and_covers_nothing(tmp_path: Path) -> None:
    version = given(tmp_path)
    assert version.empty
    assert version.dimensions == ()
    assert {"orders", "activity", "responses", "contacts", "customers"} <= set(version.engine.columns("mart"))
    assert set(version.engine.columns("main")) == set()


def test_coverage_says_which_days_every_mart_covers(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "signed_up_at": "2025-12-24"}],
        orders=[order("1", day="2026-01-05"), order("2", day="2026-02-05")],
    )
    day = pd.Timestamp
    assert version.coverage["orders"] == Dates(day("2026-01-05").date(), day("2026-02-05").date())
    assert version.dates.first == day("2025-12-24").date()
    assert version.counts == {"customers": 1, "orders": 2}
