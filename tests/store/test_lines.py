"""The small logs: a line that a crash cut off costs only itself, in the ledger too."""

from pathlib import Path

import pytest
from filelock import FileLock

from cx.errors import StoreError
from cx.store import ledger, lines
from cx.store.lines import LOCK, one_at_a_time


def test_an_event_after_a_torn_line_is_kept(tmp_path: Path):
    ledger.append(tmp_path, "load", version="1-abcd")
    with (tmp_path / ledger.LEDGER).open("ab") as stream:
        stream.write(b'{"event": "lo')
    ledger.append(tmp_path, "undo", version="2-abcd")
    assert [event["event"] for event in ledger.events(tmp_path)] == ["load", "undo"]


def test_who_cannot_write_is_told_and_waits_no_longer_than_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "PATIENCE_SECONDS", 0.05)
    with (
        FileLock(tmp_path / LOCK),
        pytest.raises(StoreError, match="written by another process"),
        one_at_a_time(tmp_path),
    ):
        pass
