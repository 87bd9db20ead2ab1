"""What is remembered of a header: the answers of a person, nothing else, and no file can bring in more than that."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.errors import UsageError
from cx.ingest.options import LoadOptions, LoadReport, Proposal
from cx.ingest.remembered import Memory, signature

HEADERS = ("Order", "Net", "Gross", "When")
REPORT = LoadReport("a.csv", table="orders")
SAID = LoadOptions(
    table="orders",
    maps={"amount": "3", "ordered_at": "when", "cost": ""},
    sets={"channel": "web"},
    dates="dmy",
    decimal="comma",
    timezone="Europe/Berlin",
    columns={"2": "unused"},
    mode="append",
)


def sign(headers: tuple[str, ...] = HEADERS) -> str:
    found = signature(headers)
    assert found is not None
    return found


def kept(folder: Path) -> Memory:
    memory = Memory(folder / "mappings")
    memory.keep(sign(), HEADERS, REPORT, SAID)
    return memory


def test_a_signature_is_that_of_the_names_in_any_order_and_spelling() -> None:
    assert signature(["Order ID", "Währung"]) == signature(["wahrung", "order_id"]) != signature(["order_id"])
    assert signature(["a", "a"]) != signature(["a"])
    assert signature(["", " "]) is signature([]) is None


def test_answers_are_kept_by_header_and_what_belongs_to_one_file_is_not(tmp_path: Path) -> None:
    found = kept(tmp_path).recall(sign())
    assert found is not None
    assert found.answers == {
        "table": "orders",
        "dates": "dmy",
        "decimal": "comma",
        "maps": {"amount": "Gross", "ordered_at": "When", "cost": ""},
        "timezone": "Europe/Berlin",
    }
    assert found.columns == {"Net": "unused"}


def test_they_are_used_again_whatever_the_order_of_the_columns(tmp_path: Path) -> None:
    head = [("A title",), ("When", "Gross", "Order", "Net")]
    found = kept(tmp_path).find(head)
    assert found is not None
    remembered, headers = found
    assert remembered.over(LoadOptions(), headers) == LoadOptions(
        table="orders",
        maps={"amount": "Gross", "ordered_at": "When", "cost": ""},
        dates="dmy",
        decimal="comma",
        timezone="Europe/Berlin",
        columns={"4": "unused"},
    )
    assert remembered.note() == (
        "Read as you said before of such a header: table orders, dates dmy, decimal comma, timezone Europe/Berlin, "
        "amount from “Gross”, ordered_at from “When”, no cost, “Net” as unused "
        f"(cx mappings forget {sign()})."
    )


def test_what_a_person_says_now_wins(tmp_path: Path) -> None:
    found = kept(tmp_path).recall(sign())
    assert found is not None
    now = found.over(LoadOptions(maps={"amount": "Net", "refunded_amount": "Gross"}, dates="mdy"), HEADERS)
    assert (now.maps, now.dates, now.decimal) == (
        {"ordered_at": "When", "cost": "", "amount": "Net", "refunded_amount": "Gross"},
        "mdy",
        "comma",
    )
    other = found.over(LoadOptions(table="surveys"), HEADERS)
    assert (other.table, other.maps, other.dates) == ("surveys", {}, "dmy")


def test_guesses_nameless_columns_and_addresses_are_not_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    assert memory.keep(sign(), HEADERS, REPORT, LoadOptions()) is None
    twice = ("a", "a", "", "b")
    kept_one = memory.keep(sign(twice), twice, REPORT, LoadOptions(maps={"amount": "2", "cost": "3", "channel": "4"}))
    assert kept_one is not None
    assert kept_one.answers["maps"] == {"channel": "b"}
    people = ("ann@example.com", "b")
    assert memory.keep(sign(people), people, REPORT, SAID) is None
    assert [entry.signature for entry in memory.all()] == [sign(twice)]


def test_what_is_said_of_a_loaded_file_is_kept_beside_what_was_said_before(tmp_path: Path) -> None:
    memory = kept(tmp_path)
    proposals = [Proposal(n, header, None, "dimension", 1, "") for n, header in enumerate(HEADERS, start=1)]
    report = LoadReport("b.csv", table="orders", signature=sign(), proposals=proposals)
    memory.learn(report, LoadOptions(dates="mdy"))
    found = memory.recall(sign())
    assert found is not None
    assert (found.answers["dates"], found.answers["maps"]["amount"]) == ("mdy", "Gross")
    memory.learn(LoadReport("c.csv", signature=sign(("Q1",)), proposals=proposals), SAID)
    assert len(memory.all()) == 1


def test_forgetting_exporting_and_importing(tmp_path: Path) -> None:
    memory = kept(tmp_path)
    content = memory.export()
    other = Memory(tmp_path / "other")
    assert other.import_(content) == ["1 mapping was read."]
    assert other.all() == memory.all()
    assert other.import_(content) == ["1 mapping was read."]
    other.keep(sign(), HEADERS, REPORT, LoadOptions(dates="mdy"))
    assert other.import_(content)[1] == f"What was remembered of {sign()} (Order, Net, Gross, When) was replaced."
    assert (other.forget(sign()), other.forget(sign()), other.all()) == (True, False, [])
    with pytest.raises(UsageError, match="no signature"):
        other.forget("../../etc/passwd")


def changed(content: bytes, **changes: Any) -> bytes:
    told = json.loads(content)
    told["mappings"][0] |= changes
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 16},
        {"signature": "../key"},
        {"headers": ["Order"]},
        {"headers": "Order"},
        {"headers": [1]},
        {"table": "passwords"},
        {"answers": {}},
        {"answers": {"sets": {"channel": "x"}}},
        {"answers": {"maps": {"amount": "Other"}}},
        {"answers": {"maps": {"amuont": "Gross"}}},
        {"answers": {"maps": {"a; DROP TABLE x": "Gross"}}},
        {"answers": {"maps": ["amount"]}},
        {"answers": {"maps": {"amount": None}}},
        {"answers": {"dates": "ydm"}},
        {"answers": {"decimal": ["point"]}},
        {"answers": {"scales": {"nps": "0-10"}}},
        {"answers": {"scales": {"csat": "1-5'; --"}}},
        {"answers": {"format": "nonsense"}},
        {"answers": {"encoding": "zip"}},
        {"answers": {"timezone": "../../etc/passwd"}},
        {"answers": {"columns": {"Net": "stored"}}},
        {"answers": {"columns": {"Other": "unused"}}},
        {"kept_at": 5},
        {"more": 1},
    ],
)
def test_a_file_that_says_anything_else_is_refused_whole(tmp_path: Path, changes: dict[str, Any]) -> None:
    content = changed(kept(tmp_path).export(), **changes)
    other = Memory(tmp_path / "other")
    with pytest.raises(UsageError):
        other.import_(content)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "does not hold"),
        (b'{"form": 2, "mappings": []}', "its form is 2"),
        (b'{"form": 1, "mappings": [null]}', "a mapping needs"),
        (b" " * 5_000_001, "larger than 5 MB"),
        (json.dumps({"form": 1, "mappings": [0] * 5_001}).encode(), "more than 5,000"),
    ],
)
def test_what_is_no_export_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        Memory(tmp_path).import_(content)


def test_a_damaged_file_is_as_if_nothing_were_remembered(tmp_path: Path) -> None:
    memory = kept(tmp_path)
    (path,) = (tmp_path / "mappings").iterdir()
    path.write_text("{", encoding="utf-8")
    assert (memory.recall(sign()), memory.all()) == (None, [])


WORDS = ("maps", "table", "signature", "headers", "answers", "kept_at", "columns", "scales")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_no_json_gets_through_or_crashes(told: object) -> None:
    memory = Memory(Path("does-not-exist"))
    with pytest.raises(UsageError):
        memory.import_(json.dumps({"form": 1, "mappings": [told]}).encode())
