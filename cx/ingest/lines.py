r"""Bytes in pieces as lines: "\n", "\r\n" and a lone "\r" end one, as they do for an editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

CHUNK_BYTES = 1 << 20
LONGEST_LINE_BYTES = 64 << 20
"""What goes on for longer is handed on in parts, so that memory stays flat."""


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def whole_lines(stream: IO[bytes]) -> Iterator[list[bytes]]:
    """The lines of the stream with their ends, those of one piece at a time."""
    rest = b""
    for chunk in chunks(stream):
        # A line end at the very end of a piece may be the first half of "\r\n".
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop()
        if len(rest) > LONGEST_LINE_BYTES:
            lines, rest = [*lines, rest], b""
        if lines:
            yield lines
    if rest:
        yield [rest]
