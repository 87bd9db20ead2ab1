"""Records of any file with the line each begins on; a quote that never closes is an error, not a long cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from cx.errors import LoadError
from cx.ingest.bytes import TEXTS, FileFacts
from cx.ingest.containers import parquets, workbooks
from cx.ingest.containers.kinds import PARQUET, WORKBOOK
from cx.ingest.delimiter import SAMPLE_LINES, SEPARATOR_LINE, Dialect, dialect_of
from cx.ingest.limits import limits
from cx.ingest.progress import Progress, silent
from cx.ingest.transcode import utf8
from cx.language import _
from cx.language.numbers import count

Record = tuple[int, list[str]]
"""First line (1-based, as an editor counts) and cells; a blank line has none."""
SAMPLE_CHARACTERS = 4_000_000
"""The sample ends here even when its lines are few and very long."""


def records(facts: FileFacts, progress: Progress = silent) -> Iterator[Record]:
    """Every record that is not a blank line. Raises LoadError naming the line of a quote that swallows text."""
    return ((line, cells) for line, cells in all_records(facts, dialect(facts), progress) if cells)


def dialect(facts: FileFacts) -> Dialect:
    """How the cells of a file are separated and quoted; a file of cells has no dialect and gets the usual one."""
    return dialect_of(sample(facts)) if facts.kind in TEXTS else Dialect(",")


def sample(facts: FileFacts) -> list[str]:
    """The first lines of a text."""
    lines: list[str] = []
    with _text(facts) as stream:
        length = 0
        while length < SAMPLE_CHARACTERS and len(lines) < SAMPLE_LINES and (line := stream.readline(SAMPLE_CHARACTERS)):
            lines.append(line)
            length += len(line)
    return lines


def all_records(facts: FileFacts, how: Dialect, progress: Progress = silent) -> Iterator[Record]:
    """Every record, blank lines too. Raises LoadError as `records` does."""
    if facts.kind == PARQUET:
        yield from _of_parquet(facts)
    elif facts.kind == WORKBOOK:
        yield from workbooks.rows(facts.path, _only_sheet(facts))
    elif facts.kind not in TEXTS:
        yield from workbooks.read_sheet(facts.path)
    else:
        csv.field_size_limit(limits().cell_characters)
        with _text(facts, progress) as lines:
            yield from _numbered(_prepared(lines, how), how, facts)


def left_open(lines: Iterable[str], how: Dialect) -> bool:
    """Whether these lines, one record, end inside a quote."""
    try:
        list(how.rows(iter(lines), strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def swallowed(name: str, line: int) -> LoadError:
    """The refusal of a file with a quote that opens and never closes."""
    return LoadError(
        _("a quoted cell begins here and does not end."),
        where=f"{name}, line {line}",
        mend=_("Close the quote (a quote inside a cell is written twice) and load the file again."),
    )


@contextmanager
def _text(facts: FileFacts, progress: Progress = silent) -> Iterator[io.TextIOWrapper]:
    """The text of a file as lines, their ends kept."""
    with utf8(facts, progress) as stream:
        yield io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")


def _prepared(lines: Iterable[str], how: Dialect) -> Iterator[str]:
    """The lines without Excel's note of the delimiter, and without the blanks at their ends where blanks separate."""
    first, rest = list(islice(lines, 1)), iter(lines)
    if first:
        yield "\n" if SEPARATOR_LINE.fullmatch(first[0]) else _bare(first[0], how)
    yield from (_bare(line, how) for line in rest) if how.delimiter == " " else rest


def _bare(line: str, how: Dialect) -> str:
    return line.strip() if how.delimiter == " " else line


def _numbered(lines: Iterator[str], how: Dialect, facts: FileFacts) -> Iterator[Record]:
    reader = how.rows(lines)
    before, last = 0, 1
    try:
        for cells in reader:
            last, before = before + 1, reader.line_num
            yield last, cells
    except csv.Error as error:
        raise _unreadable(facts.name, before + 1, error) from error
    # Only the last record can have ended because the file did.
    with _text(facts) as again:
        if left_open(islice(_prepared(again, how), last - 1, None), how):
            raise swallowed(facts.name, last)


def _of_parquet(facts: FileFacts) -> Iterator[Record]:
    yield 1, parquets.names(facts.path)
    line = 1
    for columns in parquets.batches(facts.path):
        for cells in zip(*(column.to_pylist() for column in columns), strict=True):
            line += 1
            yield line, list(cells)


def _only_sheet(facts: FileFacts) -> str:
    names = workbooks.sheets(facts.path)
    if len(names) > 1:
        listed = ", ".join(f"“{name}”" for name in names[:5])
        raise LoadError(
            _("the workbook has {names} sheets with cells ({listed}).").format(names=len(names), listed=listed),
            where=facts.name,
            mend=_("Load them one by one."),
        )
    return names[0]


def _unreadable(name: str, line: int, error: csv.Error) -> LoadError:
    if "field limit" not in str(error):
        return swallowed(name, line)
    return LoadError(
        _("a cell of the row that begins here is longer than {cell_characters} characters.").format(
            cell_characters=count(limits().cell_characters)
        ),
        where=f"{name}, line {line}",
        mend=_("Shorten it; if a quoted cell of the row is not closed, close the quote."),
    )
