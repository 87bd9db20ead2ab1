"""GZIP-compressed files: the bytes inside, streaming; what the packed file was called does not matter."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cx.errors import LoadError
from cx.ingest.containers.bounded import Bounded
from cx.ingest.containers.kinds import READABLE, START_BYTES, refuse_other_kinds
from cx.language import _

ERRORS = (OSError, EOFError, ValueError)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes inside, stopped at the limits. Raises LoadError when damaged, or when an archive is inside."""
    with gzip.open(path, "rb") as stream:
        inside = Bounded(stream, path.name, path.stat().st_size, ERRORS).buffered()
        start = inside.peek(START_BYTES)[:START_BYTES]
        if any(start.startswith(magic) for magic in READABLE):
            raise LoadError(
                _("what is inside is packed once more."), where=path.name, mend=_("Unpack it, load what is inside.")
            )
        refuse_other_kinds(path.name, start)
        yield inside
