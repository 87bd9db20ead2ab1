"""Holds opened versions against their checksums beside everything else: in a thread of its own, one file at a time."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

from cx import events
from cx.store import damage
from cx.store.versions import found_damaged, path_of

_waiting: queue.Queue[tuple[Path, str]] = queue.Queue()
_asked: set[damage.Identity] = set()
_guard = threading.Lock()
_worker: threading.Thread | None = None


def verify_soon(store: Path, version_id: str) -> None:
    """Have a version's file read through, if that was not done yet; returns at once."""
    is_now = damage.identity(path_of(store, version_id))
    with _guard:
        if is_now is None or is_now in _asked:
            return
        _asked.add(is_now)
        _waiting.put((store, version_id))
        _begin()


def wait_until_verified() -> None:
    """Return when all that was asked for is done."""
    _waiting.join()


def _begin() -> None:
    global _worker  # noqa: PLW0603 - one for the process
    if _worker is None or not _worker.is_alive():
        _worker = threading.Thread(target=_verify_all, name="verifying", daemon=True)
        _worker.start()


def _verify_all() -> None:
    while True:
        store, version_id = _waiting.get()
        try:
            if damage.look(store, version_id, path_of(store, version_id)):
                found_damaged(store, version_id)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: the log gets it, and the next file its turn
            events.tell("verifying_failed", "error", data_version=version_id, error=type(error).__name__)
        finally:
            _waiting.task_done()
