"""A stream that unpacks: read in pieces, stopped where the limits are reached."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Protocol

from cx.errors import LoadError
from cx.ingest.limits import check_unpacked
from cx.language import _

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER_BYTES = 1 << 20


class Unpacking(Protocol):
    """A stream out of an archive."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Bounded(io.RawIOBase):
    """The bytes of an unpacking stream. errors: what the stream raises when the archive is damaged."""

    def __init__(self, stream: Unpacking, name: str, packed: int, errors: tuple[type[Exception], ...]) -> None:
        self._stream, self._name, self._packed = stream, name, packed
        self._errors: tuple[type[Exception], ...] = (*errors, zlib.error)
        self._unpacked = 0

    def readable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """See io.RawIOBase. Raises LoadError at the limits, and when the archive is damaged."""
        view = memoryview(buffer).cast("B")
        try:
            piece = self._stream.read(len(view))
        except self._errors as error:
            raise LoadError(
                _("the archive is damaged or cut off."), where=self._name, mend=_("Download or pack it again.")
            ) from error
        self._unpacked += len(piece)
        check_unpacked(self._name, self._unpacked, self._packed)
        view[: len(piece)] = piece
        return len(piece)

    def buffered(self) -> io.BufferedReader:
        """The same, with readline and peek."""
        return io.BufferedReader(self, BUFFER_BYTES)
