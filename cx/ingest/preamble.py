"""Where the table begins: reports put a title, their filters and a blank line above the header."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cx.ingest.delimiter import MOST_PREAMBLE, usual_width
from cx.ingest.headers import is_header, normalised

HEAD_RECORDS = 60
"""So many records are looked at to find the header."""
FEWEST_COLUMNS = 3
"""A table of two columns looks like the lines of a report's filters."""

Record = tuple[int, list[str]]


def header_place(head: Sequence[Record], known: Collection[str]) -> int:
    """The index of the record that names the columns, 0 when nothing stands above it.

    head: the first records without blank lines. A header has about as many cells as the rows below it, most of them
    filled, and no value among them; what stands above has clearly fewer.
    """
    if len(head) < 2 or _names(head[0][1], known) >= 2:
        return 0
    width = usual_width([cells for _line, cells in head])
    if width < FEWEST_COLUMNS or _is_full(head[0][1], width):
        return _after_gap(head, width, known) if width >= FEWEST_COLUMNS else 0
    for place, (_line, cells) in enumerate(head[: MOST_PREAMBLE + 1]):
        if _is_full(cells, width) and _has_rows(head, place, width):
            return place if is_header(cells, known) else 0
    return 0


def _after_gap(head: Sequence[Record], width: int, known: Collection[str]) -> int:
    """The record below a blank line that has clearly more cells, or names we know, than all records above it."""
    for place in range(1, min(len(head) - 1, MOST_PREAMBLE)):
        (before, _cells), (line, cells) = head[place - 1], head[place]
        if line <= before + 1:
            continue
        above = max(_filled(record) for _line, record in head[:place])
        if _is_full(cells, width) and _filled(cells) > above and _names(cells, known) >= 2:
            return place
    return 0


def _is_full(cells: Sequence[str], width: int) -> bool:
    """Whether most columns have a cell with something in it; multiple choice leaves some names empty."""
    return len(cells) >= width - 1 and _filled(cells) >= max(3, width / 2)


def _has_rows(head: Sequence[Record], place: int, width: int) -> bool:
    """Whether what follows is a table: rows of about the same number of cells."""
    rows = [cells for _line, cells in head[place + 1 :]]
    return bool(rows) and sum(abs(len(cells) - width) <= 1 for cells in rows) >= len(rows) / 2


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _names(cells: Sequence[str], known: Collection[str]) -> int:
    return sum(normalised(cell) in known for cell in cells if cell.strip())
