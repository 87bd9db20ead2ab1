"""The short way and the long way give the same rows, refusals and notes, whatever is in the cells."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.ingest import columns
from tests.ingest.typing import Typed, typed

ID = st.one_of(
    st.integers(0, 30).map(lambda n: f"O{n}"), st.integers(0, 30).map(str), st.sampled_from(["#1001", "A-1", "0042"])
)
TIME = st.datetimes(datetime(1995, 1, 1), datetime(2025, 12, 31)).map(lambda t: t.replace(microsecond=0))  # noqa: DTZ001
AMOUNT = st.decimals(-(10**7), 10**7, places=2, allow_nan=False, allow_infinity=False).map(str)
LABEL = st.sampled_from(["web", "store", "Köln", "EUR", "ja", "O'Neill", "a b", "X", "2", "日本"])
ODD = st.sampled_from(
    ["", " web", "NA", "n/a", "'42", "a@b.de", "1,5", "-", "2026-02-31", "2026-01-05 24:00:00", "5e3", "1.234"]
)


def tables(odd: bool) -> st.SearchStrategy[dict[str, list[str]]]:
    """Columns of orders, plain but for a few odd cells and many empty ones."""

    def cell(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
        text = strategy.map(str)
        return st.one_of(text, text, text, st.just(""), ODD) if odd else text

    row = st.tuples(*(cell(s) for s in (ID, ID, TIME, AMOUNT, LABEL, AMOUNT, LABEL)))
    names = ("order_id", "customer_id", "ordered_at", "amount", "channel", "refunded_amount", "shop")
    return st.lists(row, min_size=1, max_size=25).map(
        lambda rows: {name: [r[k] for r in rows] for k, name in enumerate(names)}
    )


def both(cells: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, **options: Any) -> tuple[Typed, Typed]:
    short = typed("orders", cells, dimensions=["shop"], **options)
    with monkeypatch.context() as patch:
        patch.setattr(columns, "prove", lambda *_args: {})
        return short, typed("orders", cells, dimensions=["shop"], **options)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("odd", [False, True])
def test_plain_is_long(odd: bool, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @settings(max_examples=8, deadline=None)
    @given(tables(odd))
    def same(cells: dict[str, list[str]]) -> None:
        short, long = both(cells, monkeypatch, timezone=zone, dates="dmy", decimal="point")
        assert (short.rows, short.refused, short.repeats) == (long.rows, long.refused, long.repeats)
        assert sorted(short.notes) == sorted(long.notes)

    same()


def test_a_plain_file_is_proven_plain() -> None:
    made = typed(
        "orders",
        {
            "order_id": ["O1", "O2"],
            "customer_id": ["C1", ""],
            "ordered_at": ["2026-01-05 10:00:00", "2026-01-06 11:00:00"],
            "amount": ["12.5", "3"],
            "channel": ["web", ""],
        },
    )
    assert set(made.plain.values()) == {True}
    assert made.column("customer_id") == ["C1", None]
    assert made.column("channel") == ["web", None]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("order_id", ["O1", " O2"]),
        ("order_id", ["O1", "'2"]),
        ("customer_id", ["C1", "unknown"]),
        ("customer_id", ["C1", "a1@b.de"]),
        ("ordered_at", ["2026-01-05", "2026-02-30"]),
        ("ordered_at", ["2026-01-05 10:00:00", "2026-01-05 24:00:00"]),
        ("ordered_at", ["2026-01-05", "2026-01-05 10:00:00"]),
        ("amount", ["1.25", "1,25"]),
        ("amount", ["1.25", "1.23456"]),
        ("amount", ["1.234", "2"]),
        ("amount", ["1.25", "1000000000000"]),
        ("channel", ["web", "NA"]),
        ("channel", ["web", "shop "]),
        ("channel", ["web", "\u00a0shop"]),
        ("channel", ["web", "ask a@b.de"]),
    ],
)
def test_what_needs_mending_is_not_plain(name: str, values: list[str]) -> None:
    cells = {"order_id": ["O1", "O2"], "ordered_at": ["2026-01-05"] * 2, "amount": ["1.25", "2"]}
    assert typed("orders", {**cells, name: values}).plain[name] is False


def test_equal_rows_are_counted_and_other_content_is_refused() -> None:
    cells = {
        "order_id": ["1", "2", "1", "1", ""],
        "ordered_at": ["2026-01-05"] * 5,
        "amount": ["1", "2", "1", "9", "3"],
    }
    made = typed("orders", cells)
    assert (made.repeats, [row["line"] for row in made.rows]) == (1, [2, 3])
    assert made.refused == [
        (5, "order_id", "1", "has the same order_id as line 2, with other content"),
        (6, "order_id", "", "is empty; order_id is required"),
    ]


def test_ids_that_a_spreadsheet_shortened_are_refused() -> None:
    made = typed("customers", {"customer_id": ["1.23457E+11", "1,23E+12", "12e4", "007"]})
    assert made.column("customer_id") == ["12e4", "007"]
    assert [(line, value) for line, _column, value, _reason in made.refused] == [(2, "1.23457E+11"), (3, "1,23E+12")]
    assert "different ids look alike" in made.refused[0][3]


@pytest.mark.parametrize(
    ("ids", "stored", "told"),
    [
        (["1", "1.0", "2"], ["1", "2"], "ends in “.0”; the other ids are digits, so it is taken off."),
        (["1", "1.0", "A7"], ["1", "1.0", "A7"], "ends in “.0”; not all ids are digits, so it is kept."),
        (["1.0", "2.0"], ["1", "2"], "All values of “customer_id” end in “.0”; they are read as whole ids."),
    ],
)
def test_a_spreadsheets_decimals_make_no_second_customer(ids: list[str], stored: list[str], told: str) -> None:
    made = typed("customers", {"customer_id": ids})
    assert (made.column("customer_id"), made.refused) == (stored, [])
    assert any(told in note for note in made.notes)
