"""Names of columns: as the file has them, as we compare them, and whether there is a row of them at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
VALUE = re.compile(r"[\s\d.,:/+€$£%-]*\d[\s\d.,:/+€$£%TZ-]*")
"""Digits and their punctuation: a number, an amount, a date; names of columns do not look like that."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One column of a file. header: its distinct name for people. cell: its column in the staged text table.

    named: what the file calls it, perhaps nothing, perhaps like another column.
    """

    number: int
    header: str
    named: str = ""

    @property
    def cell(self) -> str:
        """The staged column that holds it."""
        return f"c{self.number}"


def normalised(header: str) -> str:
    """A header in snake case: "InvoiceNo" and "invoice no." become "invoice_no"."""
    text = unicodedata.normalize("NFKC", header).strip().lstrip("\ufeff")
    text = WORD_START.sub("_", text)
    return re.sub(r"\W+", "_", text.lower().replace("'", "")).strip("_")


def distinct(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers with empty ones numbered and repeated ones counted: "", "a", "a" -> "column_1", "a", "a_2"."""
    seen: dict[str, int] = {}
    names = []
    for number, header in enumerate(headers, start=1):
        name = " ".join(header.lstrip("\ufeff").split()) or f"column_{number}"
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        names.append(name if seen[name.lower()] == 1 else f"{name}_{seen[name.lower()]}")
    return tuple(names)


def is_header(first_record: Sequence[str], known: Collection[str]) -> bool:
    """Whether a first record names columns: a name we know is in it, or no cell of it is a number or date."""
    cells = [cell.strip() for cell in first_record if cell.strip()]
    if any(normalised(cell) in known for cell in cells):
        return True
    return bool(cells) and not any(VALUE.fullmatch(cell) for cell in cells)
