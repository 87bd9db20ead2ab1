"""The staged text of a file: two tables in a workspace, and what is known of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from cx.engines.base import Workspace
from cx.ingest.headers import TextColumn
from cx.ingest.limits import check_rows
from cx.ingest.options import Question
from cx.ingest.records import Record

TEXT = "text_rows"
RAGGED = "ragged_rows"
ROWS_PER_BATCH = 50_000


@dataclass(slots=True)
class TextTable:
    """A file staged as text: TEXT(line, c1 .. cn) and RAGGED(line, cells, row_text). rows: without the header.

    header_line: the line its header begins on, None without one. blank: rows without a value, which were skipped.
    encoding, delimiter: how the text was read; "" where there was no text. questions: about its encoding.
    """

    columns: tuple[TextColumn, ...]
    has_header: bool
    rows: int = 0
    ragged: int = 0
    blank: int = 0
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    header_line: int | None = None
    questions: list[Question] = field(default_factory=list)


class Stager:
    """Writes rows into the two tables of a workspace and counts them; nothing is lost but rows without any value."""

    def __init__(self, table: TextTable, workspace: Workspace, name: str) -> None:
        self._table, self._workspace, self._name = table, workspace, name
        self._width = len(table.columns)
        self._names = ["line", *(column.cell for column in table.columns)]
        self._held: list[Record] = []
        self._ragged: list[Record] = []
        self._ragged_batches: list[pa.RecordBatch] = []

    def write(self, batches: Iterator[pa.RecordBatch]) -> None:
        """Make the two tables anew and fill them, in one stream, from what the other methods make."""
        cells = ", ".join(f"{column.cell} VARCHAR" for column in self._table.columns)
        self._workspace.execute(f"CREATE OR REPLACE TABLE {TEXT} (line BIGINT, {cells})")
        self._workspace.execute(f"CREATE OR REPLACE TABLE {RAGGED} (line BIGINT, cells INTEGER, row_text VARCHAR)")
        self._table.rows = self._table.ragged = self._table.blank = 0
        self._held, self._ragged, self._ragged_batches = [], [], []
        self._workspace.append(TEXT, batches)
        self._workspace.append(RAGGED, self._ragged_batches)

    def records(self, records: Iterable[Record]) -> Iterator[pa.RecordBatch]:
        """Batches of records; those without one cell per column are set aside, those without a value skipped."""
        for line, cells in records:
            self._take(line, cells)
            if len(self._held) >= ROWS_PER_BATCH:
                yield self._batch()
            if len(self._ragged) >= ROWS_PER_BATCH:
                self._keep_ragged()
        if self._held:
            yield self._batch()
        self._keep_ragged()

    def columns(self, lines: pa.Array, columns: Sequence[pa.Array]) -> Iterator[pa.RecordBatch]:
        """Rows that have all their cells, as Arrow columns of text; those without a value are skipped."""
        blank = _blank_rows(columns)
        if blank is not None:
            kept = pc.invert(blank)
            self._table.blank += len(lines)
            lines, columns = lines.filter(kept), [column.filter(kept) for column in columns]
            self._table.blank -= len(lines)
        self._count(len(lines))
        if len(lines):
            yield pa.RecordBatch.from_arrays([lines, *columns], names=self._names)

    def _take(self, line: int, cells: list[str]) -> None:
        width = self._width
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            del cells[width:]
        if not any(cell and not cell.isspace() for cell in cells):
            self._table.blank += 1
        elif len(cells) == width:
            self._held.append((line, cells))
        else:
            self._ragged.append((line, cells))

    def _batch(self) -> pa.RecordBatch:
        held, self._held = self._held, []
        self._count(len(held))
        lines = pa.array([line for line, _cells in held], type=pa.int64())
        texts = zip(*(cells for _line, cells in held), strict=True)
        return pa.RecordBatch.from_arrays([lines, *(pa.array(t, type=pa.string()) for t in texts)], names=self._names)

    def _keep_ragged(self) -> None:
        # Kept until the stream of full rows has ended: one statement runs at a time.
        if self._ragged:
            self._table.ragged += len(self._ragged)
            self._count(len(self._ragged))
            self._ragged_batches.append(_ragged_batch(self._ragged))
            self._ragged = []

    def _count(self, more: int) -> None:
        self._table.rows += more
        check_rows(self._name, self._table.rows)


def as_csv(cells: Sequence[str]) -> str:
    """Cells as one line of CSV without its line end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _blank_rows(columns: Sequence[pa.Array]) -> pa.Array | None:
    """Which rows hold nothing but blanks; None when there is none."""
    blank = None
    for column in columns:
        empty = pc.or_(pc.equal(pc.binary_length(column), 0), pc.utf8_is_space(column))
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return None
    return blank


def _ragged_batch(rows: Sequence[Record]) -> pa.RecordBatch:
    lines = pa.array([line for line, _cells in rows], type=pa.int64())
    counts = pa.array([len(cells) for _line, cells in rows], type=pa.int32())
    texts = pa.array([as_csv(cells) for _line, cells in rows], type=pa.string())
    return pa.RecordBatch.from_arrays([lines, counts, texts], names=["line", "cells", "row_text"])
