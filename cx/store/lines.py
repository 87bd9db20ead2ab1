"""Logs of the store: one line of JSON per entry, only ever appended to, on disk when the call returns."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from cx.errors import StoreError
from cx.language import _
from cx.store.home import make_folders, unwritable, writable

LOCK = "notes.lock"
PATIENCE_SECONDS = 5.0
"""Who writes a line holds the lock for milliseconds; who still holds it after so long hangs."""


def append_line(path: Path, entry: dict[str, Any]) -> None:
    """Add an entry; after a line that a crash cut off it begins a new one, so that only that one is lost."""
    text = json.dumps(entry, ensure_ascii=False) + "\n"
    with path.open("ab") as stream:
        stream.write((b"\n" if _torn(path) else b"") + text.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def read_lines(path: Path) -> list[dict[str, Any]]:
    """All entries, oldest first; a line cut off by a crash is passed over."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    found = []
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:  # no JSON, or no UTF-8
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


@contextmanager
def one_at_a_time(store: Path) -> Iterator[None]:
    """Hold the lock of the small logs; it is not that of the loads, so nobody waits for a load to note a target."""
    make_folders(store)
    lock = FileLock(store / LOCK, timeout=PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            _("the store's notes are being written by another process."),
            where=str(store),
            mend=_("Nothing was changed. Try again in a moment."),
        ) from error
    except OSError as error:
        raise unwritable(store, error) from error
    try:
        with writable(store):
            yield
    finally:
        lock.release()


def now() -> datetime:
    """The time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _torn(path: Path) -> bool:
    """Whether the last line has no end."""
    with path.open("rb") as stream:
        if not stream.seek(0, os.SEEK_END):
            return False
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"
