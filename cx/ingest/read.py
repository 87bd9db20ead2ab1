"""Text of a file -> a staged table of text cells, in pieces; nothing is converted yet and nothing is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pyarrow as pa

from cx.engines.base import Workspace
from cx.errors import LoadError
from cx.ingest.bytes import FileFacts
from cx.ingest.headers import TextColumn, distinct, is_header
from cx.ingest.records import Record, records
from cx.language import ngettext

ROWS_PER_BATCH = 50_000
TEXT = "text_rows"
RAGGED = "ragged_rows"


@dataclass(slots=True)
class TextTable:
    """A file staged as text: TEXT(line, c1 .. cn) and RAGGED(line, cells, row_text). rows: without the header."""

    columns: tuple[TextColumn, ...]
    has_header: bool
    rows: int = 0
    ragged: int = 0
    blank: int = 0
    notes: list[str] = field(default_factory=list)


def stage(facts: FileFacts, workspace: Workspace, *, header: bool | None, known: Collection[str]) -> TextTable:
    """Read a file into a workspace. header: None finds out, with `known` column names (normalised) as help.

    Raises LoadError when there is no row, or a quote is never closed.
    """
    stream = records(facts)
    first = next(stream, None)
    if first is None:
        raise LoadError("the file has no rows.", where=facts.path.name, mend="Export it again.")
    named = is_header(first[1], known) if header is None else header
    table = TextTable(_columns(first[1], named=named), named, notes=list(facts.notes))
    if named:
        table.notes += _renamed(table.columns)
    elif header is None:
        table.notes.append("The first row holds values, so the columns are numbered; pass --map FIELD=1 for the first.")
    cells = ", ".join(f"{column.cell} VARCHAR" for column in table.columns)
    workspace.execute(f"CREATE TABLE {TEXT} (line BIGINT, {cells})")
    workspace.execute(f"CREATE TABLE {RAGGED} (line BIGINT, cells INTEGER, row_text VARCHAR)")
    rows = stream if named else chain([first], stream)
    ragged: list[Record] = []
    workspace.append(TEXT, _batches(_sorted_out(rows, table, ragged), table.columns))
    workspace.append(RAGGED, _ragged_batches(ragged))
    if table.rows == 0:
        raise LoadError("the file has a header and no rows.", where=facts.path.name, mend="Export it with its rows.")
    if table.blank:
        words = ngettext(
            "{n} row without any value was skipped.", "{n} rows without any value were skipped.", table.blank
        )
        table.notes.append(words.format(n=table.blank))
    return table


def _columns(first: Sequence[str], *, named: bool) -> tuple[TextColumn, ...]:
    if not named:
        return tuple(TextColumn(number, str(number)) for number in range(1, len(first) + 1))
    cells = [" ".join(cell.lstrip("\ufeff").split()) for cell in first]
    return tuple(
        TextColumn(number, header, cell)
        for number, (header, cell) in enumerate(zip(distinct(first), cells, strict=True), start=1)
    )


def _renamed(columns: Sequence[TextColumn]) -> list[str]:
    """A note for every column that had to get a name of its own."""
    return [
        f"Column {c.number} has {f'the same name “{c.named}” as another' if c.named else 'no name'}; "
        f"it is called “{c.header}”."
        for c in columns
        if c.header != c.named
    ]


def _sorted_out(rows: Iterator[Record], table: TextTable, ragged: list[Record]) -> Iterator[Record]:
    """The records that have one cell per column; others are set aside, and rows without a value skipped."""
    width = len(table.columns)
    for line, cells in rows:
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            del cells[width:]
        if not any(cell and not cell.isspace() for cell in cells):
            table.blank += 1
            continue
        table.rows += 1
        if len(cells) == width:
            yield line, cells
        else:
            table.ragged += 1
            ragged.append((line, cells))


def _batches(rows: Iterator[Record], columns: Sequence[TextColumn]) -> Iterator[pa.RecordBatch]:
    names = ["line", *(column.cell for column in columns)]
    types = [pa.int64(), *(pa.string() for _ in columns)]
    held: list[Record] = []
    for record in rows:
        held.append(record)
        if len(held) == ROWS_PER_BATCH:
            yield _batch(held, names, types)
            held = []
    if held:
        yield _batch(held, names, types)


def _batch(rows: Sequence[Record], names: Sequence[str], types: Sequence[pa.DataType]) -> pa.RecordBatch:
    values = [[line for line, _cells in rows], *zip(*(cells for _line, cells in rows), strict=True)]
    arrays = [pa.array(list(column), type=kind) for column, kind in zip(values, types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(names))


def _ragged_batches(rows: Sequence[Record]) -> Iterator[pa.RecordBatch]:
    if rows:
        lines = pa.array([line for line, _cells in rows], type=pa.int64())
        counts = pa.array([len(cells) for _line, cells in rows], type=pa.int32())
        texts = pa.array([as_csv(cells) for _line, cells in rows], type=pa.string())
        yield pa.RecordBatch.from_arrays([lines, counts, texts], names=["line", "cells", "row_text"])


def as_csv(cells: Sequence[str]) -> str:
    """Cells as one line of CSV without its line end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
