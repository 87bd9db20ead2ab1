"""The condition a store is in, for who watches over a server: nothing of the data, no path, no name."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cx.errors import CxError
from cx.store.versions import current_id, made_on, path_of, served
from cx.store.writing import alive

OK, DEGRADED, DOWN = "ok", "degraded", "down"
SPARE_BYTES = 100_000_000
"""What a load needs of the disk besides a copy of the current version."""


@dataclass(frozen=True, slots=True)
class Condition:
    """status: OK, DEGRADED (figures are shown, and something must be mended) or DOWN (none can be shown).

    problems: codes, see `condition`. data_version: what is served, with the day it was made and the last day it covers.
    """

    status: str
    problems: tuple[str, ...]
    data_version: str | None = None
    made_on: str | None = None
    data_to: str | None = None
    loading: bool | None = None
    writable: bool | None = None
    disk_free_bytes: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The condition as plain values."""
        return asdict(self) | {"problems": list(self.problems)}


def condition(store: Path) -> Condition:
    """Look at a store; nothing is written. Problems: `damaged`, `file_gone`, `unreadable`, `read_only`, `disk_low`."""
    free, writable = _free(store), _writable(store)
    loading = _loading(store)
    try:
        shown = served(store)
        version = shown.version
        day = None if version.empty else made_on(version)
        data_to = None if version.empty else version.dates.last.isoformat()
    except (CxError, OSError):
        return Condition(DOWN, ("unreadable",), None, None, None, loading, writable, free)
    made = day.isoformat() if day else None
    found = {
        "damaged": shown.damaged is not None,
        # What is open already is shown on, until the server is started anew.
        "file_gone": not version.empty and not path_of(store, version.id).exists(),
        "read_only": not writable,
        "disk_low": free is not None and free < SPARE_BYTES + _size(store),
    }
    problems = tuple(code for code, there in found.items() if there)
    return Condition(DEGRADED if problems else OK, problems, version.id, made, data_to, loading, writable, free)


def _nearest(store: Path) -> Path:
    """The store's folder, or the one in which it would be made."""
    return next((folder for folder in (store, *store.parents) if folder.is_dir()), store)


def _free(store: Path) -> int | None:
    try:
        return shutil.disk_usage(_nearest(store)).free
    except OSError:
        return None


def _writable(store: Path) -> bool:
    # Asked, not tried: looking at a store leaves nothing in it. A file system that is mounted read-only says so, too.
    return all(os.access(folder, os.W_OK) for folder in (_nearest(store), store / "versions") if folder.is_dir())


def _size(store: Path) -> int:
    try:
        current = current_id(store)
        return path_of(store, current).stat().st_size if current else 0
    except (CxError, OSError):
        return 0


def _loading(store: Path) -> bool:
    """Whether a process holds the store for writing: by the note it keeps, as asking for the lock would take it."""
    try:
        return alive(int(json.loads((store / "writer.json").read_text(encoding="utf-8"))["pid"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return False
