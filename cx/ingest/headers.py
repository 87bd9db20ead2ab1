"""Names of columns: as the file has them, as we compare them, and whether there is a row of them at all."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
TAG = re.compile(
    r"</?(a|b|br|big|center|code|div|em|font|h[1-6]|i|img|li|ol|p|small|span|strong|sub|sup|td|th|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""HTML that survey tools leave in their questions; "<5 days" is none."""
BREAKS = frozenset({"br", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "td", "th", "tr", "ul"})
"""Tags that end a word."""
VALUE = re.compile(r"[\s\d.,:/+€$£%-]*\d[\s\d.,:/+€$£%TZ-]*")
"""Digits and their punctuation: a number, an amount, a date; names of columns do not look like that."""
PLAIN = re.compile(r"[ -%'-;=?-~]*")
"""ASCII that shows, and no sign that begins a tag or an entity: most headers, by the thousand in a wide file."""
LONGEST_READ, LONGEST = 20_000, 2_000
"""So many characters of a header are looked at, and kept: questions of surveys are long, but not longer."""
HIDDEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
"""Unicode's kinds of characters that do not show; the joiner of emoji is kept."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a recognised format says of a file: how many rows its header takes and what its columns are called."""

    header_rows: int
    names: tuple[str, ...]


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
    text = unicodedata.normalize("NFKC", cleaned(header))
    text = WORD_START.sub("_", text)
    return re.sub(r"\W+", "_", text.lower().replace("'", "")).strip("_")


def cleaned(header: str) -> str:
    """A header as people read it: without tags, entities, characters that do not show, and runs of blanks."""
    header = header[:LONGEST_READ]
    if PLAIN.fullmatch(header):
        return " ".join(header.split())[:LONGEST]
    text = html.unescape(TAG.sub(lambda tag: " " if tag[1].lower() in BREAKS else "", header))
    shown = "".join(
        " " if c == "\u00a0" else c for c in text if c in "\u200d\n\t\r" or unicodedata.category(c) not in HIDDEN
    )
    return " ".join(shown.split())[:LONGEST]


def distinct(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers with empty ones numbered and repeated ones counted: "", "a", "a" -> "column_1", "a", "a_2"."""
    taken: set[str] = set()
    seen: dict[str, int] = {}
    names = []
    for number, header in enumerate(headers, start=1):
        base = name = cleaned(header) or f"column_{number}"
        count = seen.get(base.lower(), 0)
        while not count or name.lower() in taken:
            count += 1
            name = base if count == 1 else f"{base}_{count}"
        seen[base.lower()] = count
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def is_header(first_record: Sequence[str], known: Collection[str]) -> bool:
    """Whether a first record names columns: a name we know is in it, or no cell of it is a number or date."""
    cells = [cell.strip() for cell in first_record if cell.strip()]
    if any(normalised(cell) in known for cell in cells):
        return True
    return bool(cells) and not any(VALUE.fullmatch(cell) for cell in cells)
