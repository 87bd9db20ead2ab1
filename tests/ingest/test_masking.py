"""Personal data within text are masked in what is stored, refused and shown; order numbers, dates and amounts stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.engines.base import Workspace
from cx.engines.duckdb import DuckMaker
from cx.ingest.masking import mask, masked
from tests.ingest.typing import orders, typed

PERSONAL = [
    ("ask a.b@c.de now", "ask (e-mail) now"),
    ("call +49 30 1234567 now", "call (phone) now"),
    ("+1 (555) 123-4567", "(phone)"),
    ("tel. 01712345678", "(phone)"),
    ("Tel.0171/1234567 please", "(phone) please"),
    ("(555) 123-4567 or 555-123-4567.", "(phone) or (phone)."),
    ("06 12 34 56 78", "(phone)"),
    ("020 7946 0958", "(phone)"),
    ("03-1234-5678", "(phone)"),
    ("0049 30 1234567", "(phone)"),
    ("card 4111 1111 1111 1111 exp", "card (card) exp"),
    ("3782-822463-10005", "(card)"),
    ("DE89 3704 0044 0532 0130 00 bitte", "(account) bitte"),
    ("BE68 5390 0754 7034 PAID BY ME", "(account) PAID BY ME"),
    ("gb82west12345698765432", "(account)"),
]
OTHERS = [
    "order 12345678901 late",
    "order 0012345678",
    "Order 302-1234567-1234567",
    "ORD-555-123-4567",
    "123-456-789-0123",
    "2026-01-05 10:00 to 05.12.2026 20260105",
    "05-12-2026",
    "phone 2026-01-05",
    "mobile 05.12.2026",
    "1.234.567,89 EUR, 12,345,678.90, +10 000 000",
    "1 234 567 890",
    "parcel 4111 1111 1111 1112",
    "DHL 00340434161094042557",
    "ISBN 9780306406157",
    "SKU 0001-123456",
    "ratings 10 9 8 7 6 5 4 3 2 1",
]
PIECES = [
    *(text for text, _masked in PERSONAL),
    *OTHERS,
    " ",
    " ",
    ", ",
    "-",
    "0",
    "49",
    "+",
    "4",
    "Ü",
    "tel ",
    "\n",
    "'",
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Workspace]:
    workspace = DuckMaker().writer(Path(":memory:"))
    yield workspace
    workspace.close()


def by_engine(engine: Workspace, texts: list[str]) -> list[str]:
    found = engine.query(f"SELECT {masked('v')} AS m FROM (SELECT unnest($texts) AS v)", {"texts": texts})
    return [str(m) for m in found["m"]]


def test_personal_data_are_masked(engine: Workspace) -> None:
    assert by_engine(engine, [text for text, _masked in PERSONAL]) == [made for _text, made in PERSONAL]


def test_other_numbers_stay(engine: Workspace) -> None:
    assert by_engine(engine, OTHERS) == OTHERS


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), min_size=1, max_size=20))
def test_the_engine_masks_as_python_does(engine: Workspace, texts: list[str]) -> None:
    assert by_engine(engine, texts) == [mask(text) for text in texts]


@pytest.mark.parametrize("rows", [2, 3000])
def test_labels_and_dimensions_are_stored_masked_and_told(rows: int) -> None:
    values = ["web"] * (rows - 1) + ["call 555-123-4567"]
    cells = {
        "order_id": [f"O{n}" for n in range(rows)],
        "ordered_at": ["2026-01-05"] * rows,
        "amount": ["1.25"] * rows,
        "channel": values,
        "shop": values,
    }
    made = typed("orders", cells, dimensions=["shop"])
    assert made.column("channel")[-1] == made.column("shop")[-1] == "call (phone)"
    assert "1 value of “shop” holds phone numbers, stored as (phone)." in made.notes


def test_numbers_of_which_few_fit_check_digits_are_no_cards() -> None:
    numbers = [f"41111111111111{n:02}" for n in range(10, 30)]
    assert orders("channel", numbers).column("channel") == numbers


def test_what_is_refused_is_shown_masked() -> None:
    made = orders("amount", ["1.25", "call 555-123-4567"])
    assert made.refused == [(3, "amount", "call (phone)", "is not a number with a decimal point")]
