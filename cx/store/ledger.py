"""The ledger: one line per event (load, undo, settings), only ever appended to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cx.store.lines import append_line, now, read_lines

LEDGER = "ledger.jsonl"
__all__ = ["LEDGER", "append", "events", "now"]


def append(store: Path, event: str, **facts: Any) -> None:
    """Add an event with the time it happened; it is on disk when this returns."""
    append_line(store / LEDGER, {"event": event, "at": now().isoformat(), **facts})


def events(store: Path) -> list[dict[str, Any]]:
    """All events, oldest first; a line cut off by a crash is passed over."""
    return read_lines(store / LEDGER)
