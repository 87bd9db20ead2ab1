"""How much room the sheets of a workbook need, found before anything makes that room in memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from cx.errors import LoadError
from cx.ingest.containers.zips import ERRORS, damaged, opened
from cx.ingest.limits import check_unpacked, limits
from cx.language import _
from cx.language.numbers import count

PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,9})([0-9]{1,9})\s*["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br\s*=\s*["']\s*([0-9]{1,9})""")
COUNT = re.compile(rb"""\b(?:count|uniqueCount)\s*=\s*["']\s*([0-9]{1,18})""")
"""How many of something a part says that there are: room is made for them before they are read."""
TEXT_BEGINS = re.compile(rb"<(?:\w+:)?si[\s/>]")
REFERENCE = re.compile(rb">\s*([0-9]{1,9})\s*</(?:\w+:)?v>")
"""A cell that stands for a shared text by its number; numbers look alike, which does no harm."""
CHUNK_BYTES = 1 << 20
OVERLAP_BYTES = 256
"""What straddles two pieces is found in the next one."""
ROW_RECORD, CELL_RECORDS, REFERENCE_RECORD, TEXT_RECORD, TEXTS_RECORD = 0, range(1, 12), 7, 19, 159
"""Record types of binary workbooks. Source: MS-XLSB, section 2.3.1."""
SHARED_TEXTS = ("sharedstrings.xml", "sharedstrings.bin")


@dataclass(slots=True)
class _Room:
    """columns, rows: of the rectangle a part spans. told: the largest count it tells. text: bytes of its cells' texts.

    begins: where its own shared texts begin; lengths: of the texts of the workbook.
    """

    lengths: npt.NDArray[np.int64]
    columns: int = 0
    rows: int = 0
    told: int = 0
    text: int = 0
    begins: list[int] = field(default_factory=list)

    def refer(self, numbers: Iterable[bytes] | Iterable[int]) -> None:
        """Add the texts with these numbers, as often as each stands there."""
        chosen = np.array([int(number) for number in numbers], dtype=np.int64)
        self.text += int(self.lengths[chosen[chosen < len(self.lengths)]].sum())


def check_spread(path: Path) -> None:
    """Unpack a workbook once, within the limits: sizes in an archive can lie, two far cells span a huge rectangle, and
    one long text may stand in a million cells.

    Every part is looked at, whatever it is called: a workbook names its sheets itself. Raises LoadError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except ERRORS as error:
        raise damaged(path.name) from error
    check_unpacked(path.name, sum(part.file_size for part in parts), path.stat().st_size)
    lengths, text = np.zeros(0, dtype=np.int64), 0
    for part in sorted(parts, key=lambda part: not part.filename.lower().endswith(SHARED_TEXTS)):
        with opened(path, part) as stream:
            room = _Room(lengths)
            end = _of_records(stream, room) if part.filename.endswith(".bin") else _of_text(stream, room)
        text += room.text
        _check(path.name, room, text)
        if room.begins:
            begins = np.array([*room.begins, end], dtype=np.int64)
            lengths = begins[1:] - begins[:-1]


def _check(name: str, room: _Room, text: int) -> None:
    most = limits()
    if room.columns * room.rows > most.sheet_cells:
        raise LoadError(
            _("a sheet spans {rows} by {columns} cells; {sheet_cells} are the limit.").format(
                rows=count(room.rows), columns=count(room.columns), sheet_cells=count(most.sheet_cells)
            ),
            where=name,
            mend=_("Delete what stands far away from the table, or save the sheet as CSV."),
        )
    if room.told > most.sheet_cells or text > most.workbook_text_mb * 1_000_000:
        raise LoadError(
            _("its cells hold more than {sheet_cells} texts or {workbook_text_mb} MB of text.").format(
                sheet_cells=count(most.sheet_cells), workbook_text_mb=count(most.workbook_text_mb)
            ),
            where=name,
            mend=_("Save the sheet as CSV and load that."),
        )


def _of_text(stream: IO[bytes], room: _Room) -> int:
    """Look through XML; returns its length."""
    tail, read = b"", 0
    while piece := stream.read(CHUNK_BYTES):
        # Without NULs the letters of UTF-16 read as those of UTF-8.
        fresh = piece.replace(b"\0", b"")
        whole = tail + fresh
        places = PLACE.findall(whole)
        letters = {letters for letters, _row in places}
        room.columns = max(room.columns, max((_number(one) for one in letters), default=0))
        room.rows = max(room.rows, _most(row for _letters, row in places), _most(ROW.findall(whole)))
        room.told = max(room.told, _most(COUNT.findall(whole)))
        room.begins += _new(TEXT_BEGINS, whole, tail, read)
        if len(room.lengths):
            room.refer(found[1] for found in REFERENCE.finditer(whole) if found.end() > len(tail))
        read += len(fresh)
        tail = whole[-OVERLAP_BYTES:]
    return read


def _new(pattern: re.Pattern[bytes], whole: bytes, tail: bytes, read: int) -> Iterator[int]:
    """Where matches begin that the piece before did not have."""
    return (read - len(tail) + m.start() for m in pattern.finditer(whole) if m.end() > len(tail))


def _most(numbers: Iterable[bytes]) -> int:
    return max(map(int, numbers), default=0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _of_records(stream: IO[bytes], room: _Room) -> int:
    """Look through a binary part; returns its length, of which only the texts count."""
    length = 0
    while start := stream.read(1):
        kind = start[0]
        if kind & 0x80:
            kind = (kind & 0x7F) | (_byte(stream) & 0x7F) << 7
        body = stream.read(_length(stream))
        first, third = int.from_bytes(body[:4], "little"), int.from_bytes(body[8:12], "little")
        if kind == ROW_RECORD:
            room.rows = max(room.rows, first + 1)
        elif kind in CELL_RECORDS:
            room.columns = max(room.columns, first + 1)
            if kind == REFERENCE_RECORD:
                room.refer([third])
        elif kind == TEXTS_RECORD:
            room.told = max(first, int.from_bytes(body[4:8], "little"))
        elif kind == TEXT_RECORD:
            room.begins.append(length)
            length += len(body)
    return length


def _length(stream: IO[bytes]) -> int:
    length = 0
    for place in range(4):
        byte = _byte(stream)
        length |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return length


def _byte(stream: IO[bytes]) -> int:
    return (stream.read(1) or b"\0")[0]
