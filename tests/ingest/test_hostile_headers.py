"""Headers that want to break something: nothing crashes, nothing becomes SQL, no column is lost without a word."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.ingest.remembered import signature
from tests.ingest.recognising import see

HOSTILE = {
    "sql": ["order_id", "date", "x'); DROP TABLE text_rows; --", '"; SELECT 1; "', "a/**/b", "$1", "?"],
    "quotes": ["order_id", "date", "'", '"', "''", '""', "`", "\\"],
    "long": ["order_id", "date", "x" * 10_000, "y" * 10_000],
    "emoji": ["order_id", "date", "🙂", "👨‍👩‍👧", "❤️ amount", "🇩🇪"],
    "right to left": ["order_id", "date", "الاسم", "\u202egro.elif", "שם לקוח"],
    "blanks": ["order_id", "date", "", " ", "\u00a0", "\t"],
    "all the same": ["order_id", "date", *["x"] * 30],
    "reserved": ["order_id", "date", "line", "load_no", "row_no", "split", "select", "rowid", "c1", "c2"],
    "formulas": ["order_id", "date", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2"],
    "control": ["order_id", "date", "a\x01b", "a\x7fb", "\u200b", "\ufeff"],
}


def file_of(headers: list[str]) -> str:
    """Three rows with something in every column."""
    out = io.StringIO()
    rows = [[f"{row}-{n}" for n in range(len(headers))] for row in range(3)]
    for row in rows:
        row[1] = "2026-01-05"
    csv.writer(out).writerows([headers, *rows])
    return out.getvalue()


def whole(headers: list[str], **options: Any) -> None:
    seen = see(file_of(headers), **options)
    assert [p.number for p in seen.proposals] == list(range(1, len(headers) + 1))
    if seen.table:
        stored = [*seen.fields.values(), *seen.dimensions.values(), *seen.personal]
        told = " ".join(seen.notes)
        assert all(p.header in stored or p.header in told for p in seen.proposals)
        assert len(stored) == len(set(stored))


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_hostile_headers_lose_nothing(kind: str) -> None:
    whole(HOSTILE[kind])
    assert signature(HOSTILE[kind]) == signature(HOSTILE[kind][::-1])


def test_five_hundred_columns() -> None:
    whole(["order_id", "date", *(f"field {n}" for n in range(498))])


HEADERS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00"), min_size=0, max_size=20),
    min_size=0,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(HEADERS)
def test_any_headers_at_all(headers: list[str]) -> None:
    whole(["order_id", "date", *headers], header=True)
