"""The ledger: one line of JSON per event (load, undo, settings), only ever appended to."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LEDGER = "ledger.jsonl"


def append(store: Path, event: str, **facts: Any) -> None:
    """Add an event with the time it happened; it is on disk when this returns."""
    line = {"event": event, "at": now().isoformat(), **facts}
    with (store / LEDGER).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def events(store: Path) -> list[dict[str, Any]]:
    """All events, oldest first; a line cut off by a crash is passed over."""
    path = store / LEDGER
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(event, dict):
            found.append(event)
    return found


def now() -> datetime:
    """The time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
