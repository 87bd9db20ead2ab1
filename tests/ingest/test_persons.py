"""No column whose values are a person's is stored as it stands, whatever its header says."""

from pathlib import Path

import pytest

from tests.ingest.loading import load_text, rows
from tests.ingest.recognising import see

PEOPLE = ["Ann Lee", "Robert Young", "Maria Gomez", "Klaus Müller", "Jean Dupont", "Piotr Nowak"]
PHONES = [
    "+49 171 1234567",
    "+1 202 555 0123",
    "+33 6 12 34 56 78",
    "(202) 555-0199",
    "0171/1234567",
    "+48 601 234 567",
]
OTHERS = {
    "cards": ["4111 1111 1111 1111", "5555 5555 5555 4444"] * 3,
    "accounts": ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"] * 3,
    "addresses": ["12 Main Street", "Hauptstraße 5", "Rue de Rivoli 12", "Calle Mayor 8", "ul. Długa 7", "東京1丁目"],
    "Japanese": ["山田太郎", "佐藤 花子", "鈴木一郎", "高橋 健", "田中恵", "伊藤 誠"],
    "phones": PHONES,
    "names": PEOPLE,
}
THINGS = {
    "cities": ["São Paulo", "New York", "San José", "Paris", "Firenze", "石川県", "Anna Bay"],
    "products": ["Blue Shirt", "Red Hat", "Green Sock", "Mug", "Lamp 40W", "Tea"],
    "padded ids": ["0012345678", "0012345679", "0171123456", "0049171123", "0012345670", "0012345671"],
    "long ids": ["4000123456789010", "4000123456789011", "4000123456789012", "4000123456789013"] * 2,
}


def orders(header: str, values: list[str]) -> str:
    lines = [f"A{n},2026-01-0{n},9.50,{value}" for n, value in enumerate(values[:6], start=1)]
    return "\n".join([f"order_id,order_date,amount,{header}", *lines, ""])


@pytest.mark.parametrize("kind", list(OTHERS))
@pytest.mark.parametrize("header", ["ref", "channel"])
def test_values_of_people_are_left_out_under_any_header(kind: str, header: str) -> None:
    seen = see(orders(header, OTHERS[kind]))
    assert (seen.personal, seen.dimensions, "channel" in seen.fields) == ([header], {}, False)
    shown = next(p.examples for p in seen.proposals if p.header == header)
    assert not set(shown) & set(OTHERS[kind])


@pytest.mark.parametrize("kind", list(THINGS))
def test_values_of_things_are_kept(kind: str) -> None:
    assert see(orders("ref", THINGS[kind])).dimensions == {"ref": "ref"}
    assert "customer_id" in see(orders("customer_id", THINGS["padded ids"])).fields


def test_names_are_no_ids_and_are_left_out() -> None:
    seen = see(orders("customer_id", PEOPLE))
    assert (seen.personal, "customer_id" in seen.fields, seen.dimensions) == (["customer_id"], False, {})
    assert any("--map customer_id=customer_id uses it, stored as a keyed hash only." in note for note in seen.notes)


@pytest.mark.parametrize("values", [PEOPLE, PHONES, ["Xq Zzz", "Foo Barrr"]])
def test_ids_that_tell_who_somebody_is_are_hashed(tmp_path: Path, values: list[str]) -> None:
    report = load_text(tmp_path / "s", orders("customer_id", values), maps={"customer_id": "customer_id"})
    stored = [row[0] for row in rows(tmp_path / "s", "SELECT customer_id FROM raw.orders")]
    assert all(len(id_) == 64 and int(id_, 16) >= 0 for id_ in stored)
    assert len(set(stored)) == len(values)
    assert any("tells who somebody is; customer_id is stored as its keyed hash only" in note for note in report.notes)


def test_the_same_name_is_the_same_customer_in_two_files(tmp_path: Path) -> None:
    maps = {"customer_id": "customer_id"}
    load_text(tmp_path / "s", orders("customer_id", PEOPLE), maps=maps)
    load_text(tmp_path / "s", "ticket_id,opened_at,customer_id\nT1,2026-02-01,Ann Lee\n", "tickets.csv", maps=maps)
    sql = "SELECT o.order_id FROM raw.orders AS o JOIN raw.contacts USING (customer_id)"
    assert rows(tmp_path / "s", sql) == [("A1",)]
