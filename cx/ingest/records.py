"""Records of a text file with the line each begins on; a quote that never closes is an error, not a long cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from cx.errors import LoadError
from cx.ingest.bytes import FileFacts
from cx.ingest.delimiter import SAMPLE_LINES, SEPARATOR_LINE, sniff

LONGEST_CELL = 8_000_000
"""Characters; the csv module's own limit of 131,072 is less than a long conversation."""

Record = tuple[int, list[str]]
"""First line (1-based, as an editor counts) and cells."""


def records(facts: FileFacts) -> Iterator[Record]:
    """Every record that is not a blank line. Raises LoadError naming the line of a quote that swallows text."""
    name = facts.path.name
    csv.field_size_limit(LONGEST_CELL)
    with facts.path.open(encoding=facts.encoding, newline="") as stream:
        sample = list(islice(stream, SAMPLE_LINES))
    delimiter = sniff(sample)
    skip = 1 if sample and SEPARATOR_LINE.fullmatch(sample[0]) else 0
    with facts.path.open(encoding=facts.encoding, newline="") as stream:
        yield from _numbered(stream, delimiter, name, skip)


def _numbered(lines: Iterable[str], delimiter: str, name: str, skip: int) -> Iterator[Record]:
    pending: list[str] = []
    reader = csv.reader(_kept(lines, pending, delimiter), delimiter=delimiter, skipinitialspace=delimiter == " ")
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(name, before + 1, error) from error
        if _left_open(pending, delimiter):
            raise _swallowed(name, before + 1)
        line, before = before + 1, reader.line_num
        pending.clear()
        if cells and line > skip:
            yield line, cells


def _kept(lines: Iterable[str], pending: list[str], delimiter: str) -> Iterator[str]:
    """The lines, remembering those of the record being read; NUL characters mean nothing in a CSV."""
    for line in lines:
        text = line.replace("\x00", "").rstrip() if delimiter == " " else line.replace("\x00", "")
        pending.append(text)
        yield text


def _left_open(pending: list[str], delimiter: str) -> bool:
    """Whether a record of several lines ended because the file did, inside a quote."""
    if len(pending) < 2 and not (pending and pending[0].count('"') % 2):
        return False
    try:
        list(csv.reader(pending, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _unreadable(name: str, line: int, error: csv.Error) -> LoadError:
    if "field limit" not in str(error):
        return _swallowed(name, line)
    return LoadError(
        f"a cell of the row that begins here is longer than {LONGEST_CELL:,} characters.",
        where=f"{name}, line {line}",
        mend="Shorten it; if a quoted cell of the row is not closed, close the quote.",
    )


def _swallowed(name: str, line: int) -> LoadError:
    return LoadError(
        "a quoted cell begins here and does not end.",
        where=f"{name}, line {line}",
        mend="Close the quote (a quote inside a cell is written twice) and load the file again.",
    )
