"""Any file with a table -> a staged table of text cells, in pieces; nothing is converted yet and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from cx.engines.base import Workspace
from cx.errors import LoadError
from cx.ingest.bytes import TEXTS, FileFacts
from cx.ingest.containers import parquets
from cx.ingest.containers.kinds import PARQUET
from cx.ingest.delimiter import MOST_PREAMBLE, ONE_COLUMN, Dialect
from cx.ingest.footers import drop_footer, drop_repeated_headers
from cx.ingest.headers import Shape, TextColumn, cleaned, distinct, is_header
from cx.ingest.limits import check_columns
from cx.ingest.preamble import HEAD_RECORDS, header_place
from cx.ingest.progress import Progress, silent
from cx.ingest.records import Record, all_records, dialect
from cx.ingest.regular import RegularRows
from cx.ingest.staged import RAGGED, TEXT, Stager, TextTable, as_csv
from cx.ingest.transcode import utf8
from cx.language import _, ngettext

__all__ = ["RAGGED", "TEXT", "Shaper", "TextTable", "as_csv", "stage"]

Shaper = Callable[[Sequence[Sequence[str]]], Shape | None]
SHAPE_RECORDS = 5
"""So many records a format sees to recognise a file."""
MOST_HEAD = 2_000
"""Blank lines and all, the header is looked for in so many lines."""
WORDS_SHOWN, SHOWN_CHARACTERS = 3, 80


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table lies in its file. header: its rows as they are. above: the records before it. begin: first line."""

    names: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    above: tuple[Record, ...]
    begin: int

    @property
    def named(self) -> bool:
        return bool(self.header)


def stage(
    facts: FileFacts,
    workspace: Workspace,
    *,
    header: bool | None,
    known: Collection[str],
    shape: Shaper | None = None,
    progress: Progress = silent,
) -> TextTable:
    """Read a file into a workspace. header: None finds out, with `known` column names (normalised) as help.

    shape: asked with the first records (at most SHAPE_RECORDS); what it returns names the columns, None leaves it to
    us. Rows that are no rows of the table (a title above it, its header once more, totals and footers) are left out and
    told. Raises LoadError when there is no row, too much of something, or a quote is never closed.
    """
    how = dialect(facts)
    head = _head(facts, how)
    layout = _layout(head, facts, header=header, known=known, shape=shape)
    check_columns(facts.name, len(layout.names))
    table = _table(facts, how, layout)
    if not layout.named and header is None:
        table.notes.append(
            _("The first row holds values, so the columns are numbered; pass --map FIELD=1 for the first.")
        )
    stager = Stager(table, workspace, facts.name)
    _fill(facts, how, layout, stager, progress)
    drop_repeated_headers(table, layout.header, workspace)
    if facts.kind != PARQUET:
        drop_footer(table, workspace)
    if table.rows == 0:
        raise _only_a_header(facts)
    if table.blank:
        words = ngettext(
            "{n} row without any value was skipped.", "{n} rows without any value were skipped.", table.blank
        )
        table.notes.append(words.format(n=table.blank))
    return table


def _only_a_header(facts: FileFacts) -> LoadError:
    return LoadError(_("the file has a header and no rows."), where=facts.name, mend=_("Export it with its rows."))


def _head(facts: FileFacts, how: Dialect) -> list[Record]:
    """The first records, and the blank lines among them."""
    head: list[Record] = []
    filled = 0
    for line, cells in islice(all_records(facts, how), MOST_HEAD):
        head.append((line, cells))
        filled += bool(cells)
        if filled > HEAD_RECORDS:
            break
    return head


def _layout(
    head: Sequence[Record], facts: FileFacts, *, header: bool | None, known: Collection[str], shape: Shaper | None
) -> _Layout:
    """Find the header among the first records."""
    filled = [(line, cells) for line, cells in head if any(cell.strip() for cell in cells)]
    if not filled:
        raise LoadError(_("the file has no rows."), where=facts.name, mend=_("Export it again."))
    # Before anything looks at so many names.
    check_columns(facts.name, max(_used(cells) for _line, cells in filled))
    place, shaped = 0, _shaped(filled, shape) if header is not False else None
    if shaped is None and header is None and facts.kind != PARQUET:
        place = header_place(filled, known)
        found = _shaped_below(filled, shape)
        place, shaped = found or (place, None)
    first = filled[place][1]
    named = facts.kind == PARQUET or (is_header(first, known) if header is None else header)
    rows = shaped.header_rows if shaped else int(named)
    width = _width(filled[place:], rows)
    names = shaped.names if shaped else tuple(first[:width])
    at = [line for line, _cells in head].index(filled[place + rows - 1][0]) if rows else -1
    if rows and at + 1 == len(head):
        raise _only_a_header(facts)
    begin = head[at + 1][0] if rows else filled[place][0]
    header_rows = tuple(tuple(cells) for _line, cells in filled[place : place + rows])
    return _Layout(names, header_rows, tuple(filled[:place]), begin)


def _shaped_below(filled: Sequence[Record], shape: Shaper | None) -> tuple[int, Shape] | None:
    """The first record below a title that a format knows."""
    for place in range(1, min(len(filled), MOST_PREAMBLE + 1)) if shape else ():
        shaped = _shaped(filled[place:], shape)
        if shaped:
            return place, shaped
    return None


def _shaped(filled: Sequence[Record], shape: Shaper | None) -> Shape | None:
    shaped = shape([cells for _line, cells in filled[:SHAPE_RECORDS]]) if shape else None
    return shaped if shaped and 0 < shaped.header_rows <= len(filled) and shaped.names else None


def _width(filled: Sequence[Record], rows: int) -> int:
    """The cells of the header, without the empty ones at its end that no row has a value for."""
    first, width = filled[0][1], len(filled[0][1])
    used = max((_used(cells) for _line, cells in filled[rows:]), default=width)
    while width > max(used, 1) and not first[width - 1].strip():
        width -= 1
    return width


def _used(cells: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _table(facts: FileFacts, how: Dialect, layout: _Layout) -> TextTable:
    is_text = facts.kind in TEXTS
    return TextTable(
        _columns(layout),
        layout.named,
        notes=[*facts.notes, *_told_above(layout), *(_renamed(_columns(layout)) if layout.named else [])],
        encoding=facts.encoding if is_text else "",
        delimiter=how.delimiter if is_text and how.delimiter != ONE_COLUMN else "",
        header_line=layout.begin - 1 if layout.named else None,
        questions=list(facts.questions),
    )


def _columns(layout: _Layout) -> tuple[TextColumn, ...]:
    if not layout.named:
        return tuple(TextColumn(number, str(number)) for number in range(1, len(layout.names) + 1))
    cells = [cleaned(name) for name in layout.names]
    return tuple(
        TextColumn(number, header, cell)
        for number, (header, cell) in enumerate(zip(distinct(layout.names), cells, strict=True), start=1)
    )


def _renamed(columns: Sequence[TextColumn]) -> list[str]:
    """A note for every column that had to get a name of its own."""
    return [
        (
            _("Column {number} has the same name “{named}” as another; it is called “{header}”.")
            if c.named
            else _("Column {number} has no name; it is called “{header}”.")
        ).format(number=c.number, named=c.named, header=c.header)
        for c in columns
        if c.header != c.named
    ]


def _told_above(layout: _Layout) -> list[str]:
    """A note about what stands above the header."""
    if not layout.above:
        return []
    texts = [" ".join(" ".join(cells).split())[:SHOWN_CHARACTERS] for _line, cells in layout.above[:WORDS_SHOWN]]
    words = _("The table begins below a title; left out above its header: {texts}.")
    return [words.replace("{texts}", "; ".join(f"“{text}”" for text in texts))]


def _fill(facts: FileFacts, how: Dialect, layout: _Layout, stager: Stager, progress: Progress) -> None:
    """Stage every row from the first below the header; the quick way where it holds, else the careful one."""
    if facts.kind == PARQUET:
        stager.write(_parquet(facts, stager))
    elif not (_may_be_regular(facts, how) and _quickly(facts, how, layout, stager, progress)):
        found = all_records(facts, how, progress)
        stager.write(stager.records((line, cells) for line, cells in found if line >= layout.begin))


def _may_be_regular(facts: FileFacts, how: Dialect) -> bool:
    return facts.kind in TEXTS and how.delimiter != " " and how.escape is None and not how.after_blank


def _quickly(facts: FileFacts, how: Dialect, layout: _Layout, stager: Stager, progress: Progress) -> bool:
    """Stage a text by Arrow; False when the lines of its rows could not be proven right."""
    with utf8(facts, progress) as stream:
        for _line in range(layout.begin - 1):
            if b"\r" in stream.readline().rstrip(b"\r\n"):
                return False
        rows = RegularRows(stream, how, len(layout.names), layout.begin)
        stager.write(_regular(rows, stager))
    return rows.proven


def _regular(rows: RegularRows, stager: Stager) -> Iterator[pa.RecordBatch]:
    for lines, columns, others in rows.batches():
        if columns:
            yield from stager.columns(lines, columns)
        yield from stager.records(others)


def _parquet(facts: FileFacts, stager: Stager) -> Iterator[pa.RecordBatch]:
    line = 2
    for columns in parquets.batches(facts.path):
        yield from stager.columns(pa.array(range(line, line + len(columns[0])), type=pa.int64()), columns)
        line += len(columns[0])
