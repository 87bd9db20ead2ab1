"""One customer in the exports of five tools, each with a number of its own or none, is one person."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cx.store.health import health
from cx.store.loads import change_settings, load
from cx.store.reading import Version
from cx.store.versions import open_version

Row = dict[str, object]


def shopify_order(number: int, email: str, day: str) -> Row:
    placed = {"Name": f"#{number}", "Email": email, "Financial Status": "paid", "Created at": f"{day} 09:50:26 +0100"}
    money = {"Currency": "EUR", "Subtotal": "10.00", "Total": "12.00", "Refunded Amount": "0.00"}
    line = {"Lineitem quantity": 1, "Lineitem name": "Mug", "Lineitem price": "10.00"}
    return {**placed, **money, **line, "Id": 5000 + number}


def ticket(number: int, requester: str, email: str) -> Row:
    asked = {"Summation column": 1, "Id": number, "Requester id": requester, "Requester email": email}
    times = {"Created at": "2026-02-08 10:00:00", "Solved at": "2026-02-09 10:00:00"}
    return {**asked, "Status": "Closed", "Via": "Email", **times, "Reopens": 0, "Replies": 2}


def delighted(number: int, email: str) -> Row:
    answered = {"id": number, "person": email, "survey_type": "nps", "score": 9, "comment": ""}
    return {**answered, "created_at": 1770600000, "updated_at": 1770600000}


def shopify_customer(number: str, email: str) -> Row:
    said = {"Customer ID": f"'{number}", "First Name": "A", "Last Name": "B", "Email": email}
    return {**said, "Accepts Email Marketing": "yes", "Total Spent": "10", "Total Orders": "1", "Tags": "", "Note": ""}


FILES: dict[str, list[Row]] = {
    "orders": [shopify_order(1, "Ann@x.com", "2026-01-05"), shopify_order(2, "bob@x.com", "2026-02-07")],
    "tickets": [ticket(1, "777001", "ann@x.com"), ticket(2, "777002", "cy@x.com")],
    "answers": [delighted(1, "ann@x.com"), delighted(2, "bob@x.com"), delighted(3, "dan@x.com")],
    "crm": [
        {"Record ID": n, "Email": e, "Lifecycle Stage": "Customer", "Contact owner": "o"}
        for n, e in ((90001, "ann@x.com"), (90002, "eve@x.com"))
    ],
    "customers": [shopify_customer("8001", "ANN@x.com")],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    paths = [folder / f"{name}.csv" for name in FILES]
    for path, rows in zip(paths, FILES.values(), strict=True):
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    assert not [question for report in load(home, paths) for question in report.questions]
    return home


def rows_of_ann(version: Version) -> dict[str, int]:
    """Table -> the rows of the person who gave the first order."""
    return {
        table: int(
            version.engine.query(
                f"SELECT count(*) AS n FROM mart.{table} WHERE person_no = "
                "(SELECT person_no FROM mart.orders ORDER BY ordered_at LIMIT 1)"
            )["n"].iloc[0]
        )
        for table in ("orders", "contacts", "responses")
    }


def test_her_order_her_ticket_and_her_answer_meet(home: Path) -> None:
    version = open_version(home)
    found = rows_of_ann(version)
    assert (found["orders"], found["contacts"]) == (1, 1)
    assert found["responses"] >= 1
    (merged,) = [entry for entry in health(version) if entry.key == "merges"]
    assert (merged.n or 0) >= 1


def test_nothing_of_an_address_is_kept_beside_the_keyed_hash(home: Path) -> None:
    version = open_version(home)
    for table in ("customers", "orders", "surveys", "contacts"):
        assert "x.com" not in version.engine.query(f"SELECT * FROM raw.{table}").to_csv().lower()


def test_the_setting_takes_the_merges_back_and_brings_them_again(home: Path) -> None:
    before = rows_of_ann(open_version(home))
    change_settings(home, {"match_by_email": "only_unnamed"})
    apart = open_version(home)
    assert not [entry for entry in health(apart) if entry.key == "merges"]
    assert [entry for entry in health(apart) if entry.key == "not_merged"]
    change_settings(home, {"match_by_email": "across_files"})
    assert rows_of_ann(open_version(home)) == before
