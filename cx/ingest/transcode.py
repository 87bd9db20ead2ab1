"""The text of a file as one stream of UTF-8 bytes, whatever it is packed in and encoded as."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from cx.errors import LoadError
from cx.ingest.bytes import UTF8, FileFacts
from cx.ingest.containers import opened
from cx.ingest.doubled import mended
from cx.ingest.encodings import Mixed
from cx.ingest.limits import MEGABYTE, limits
from cx.ingest.lines import chunks, whole_lines
from cx.ingest.progress import Progress, silent
from cx.language import _
from cx.language.numbers import count

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER_BYTES = 1 << 20
TELL_BYTES = 16 << 20
"""So often progress is told."""


@contextmanager
def utf8(facts: FileFacts, progress: Progress = silent) -> Iterator[io.BufferedReader]:
    """The text as UTF-8 without a byte-order mark and without NULs, which mean nothing in a table.

    Raises LoadError, while it is read, where the bytes are none of the file's encoding.
    """
    total = max(facts.path.stat().st_size, 1)
    with opened(facts.path, facts.kind) as stream:
        pieces = _in_lines(_pieces(facts, stream), facts.name)
        yield io.BufferedReader(_Pieces(pieces, facts.name, total, progress), BUFFER_BYTES)


def _in_lines(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The pieces without NULs. Raises LoadError for a line so long that reading it would take all memory."""
    length = 0
    for piece in pieces:
        text = piece.replace(b"\0", b"") if b"\0" in piece else piece
        end = max(text.rfind(b"\n"), text.rfind(b"\r"))
        length = len(text) - end - 1 if end >= 0 else length + len(text)
        if length > limits().line_bytes:
            raise LoadError(
                _("a line of it is longer than {most} MB, so this is no table.").format(
                    most=count(round(limits().line_bytes / MEGABYTE))
                ),
                where=name,
                mend=_("Export it with one row on each line."),
            )
        yield text


def _pieces(facts: FileFacts, stream: IO[bytes]) -> Iterator[bytes]:
    if facts.beside or facts.doubled:
        return _line_by_line(facts, stream)
    if facts.encoding in UTF8:
        return _without_mark(chunks(stream))
    return _without_mark(_other_codec(facts, stream))


def _other_codec(facts: FileFacts, stream: IO[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(facts.encoding)()
    try:
        for piece in chunks(stream):
            yield decoder.decode(piece).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        raise LoadError(
            _("some of its bytes are no {encoding} text.").format(encoding=facts.encoding),
            where=facts.name,
            mend=_("Name its encoding with --encoding, or export it as UTF-8."),
        ) from error


def _line_by_line(facts: FileFacts, stream: IO[bytes]) -> Iterator[bytes]:
    mixed = Mixed(facts.beside) if facts.beside else None
    first = True
    for lines in whole_lines(stream):
        if first:
            lines[0], first = lines[0].removeprefix(codecs.BOM_UTF8), False
        yield b"".join(line if line.isascii() else _mended_line(line, mixed, doubled=facts.doubled) for line in lines)


def _mended_line(line: bytes, mixed: Mixed | None, *, doubled: bool) -> bytes:
    text = mixed.decode(line) if mixed else line.decode("utf-8", "replace")
    return (mended(text) if doubled else text).encode("utf-8")


def _without_mark(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    while 0 < len(first) < len(codecs.BOM_UTF8) and (more := next(pieces, b"")):
        first += more
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from pieces


class _Pieces(io.RawIOBase):
    """An iterator of bytes as a stream that tells how much of the file was read."""

    def __init__(self, pieces: Iterator[bytes], name: str, total: int, progress: Progress) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")
        self._sentence, self._total, self._progress = f"Reading {name}", total, progress
        self._given = self._told = 0

    def readable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """See io.RawIOBase."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        view = memoryview(buffer).cast("B")
        n = min(len(view), len(self._rest))
        view[:n], self._rest = self._rest[:n], self._rest[n:]
        self._tell(n)
        return n

    def _tell(self, more: int) -> None:
        self._given += more
        if self._given - self._told >= TELL_BYTES:
            self._told = self._given
            # Packed or recoded text is longer than its file; the share then stops short of the whole.
            self._progress(self._sentence, min(self._given / self._total, 0.99))
