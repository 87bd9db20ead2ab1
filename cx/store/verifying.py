"""Holds opened versions against their checksums beside everything else: in a thread of its own, one file at a time."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path

from cx import events
from cx.store import damage
from cx.store.versions import found_damaged, path_of

_waiting: deque[tuple[Path, str]] = deque()
_asked: set[damage.Identity] = set()
_guard = threading.Lock()
_worker: threading.Thread | None = None


def verify_soon(store: Path, version_id: str) -> None:
    """Have a version's file read through, if that was not done yet; returns at once."""
    global _worker  # noqa: PLW0603 - one for the process
    is_now = damage.identity(path_of(store, version_id))
    with _guard:
        if is_now is None or is_now in _asked:
            return
        _asked.add(is_now)
        _waiting.append((store, version_id))
        if _worker is None:
            _worker = threading.Thread(target=_verify_all, name="verifying", daemon=True)
            _worker.start()


def wait_until_verified() -> None:
    """Return when all that was asked for is done."""
    with _guard:
        worker = _worker
    if worker is not None:
        worker.join()


def _verify_all() -> None:
    global _worker  # noqa: PLW0603
    while True:
        with _guard:
            if not _waiting:
                _worker = None
                return
            store, version_id = _waiting.popleft()
        try:
            if damage.look(store, version_id, path_of(store, version_id)):
                found_damaged(store, version_id)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: the log gets it, and the next file its turn
            events.tell("verifying_failed", "error", data_version=version_id, error=type(error).__name__)
