"""What was loaded, when, and with which outcome; loads that were taken back included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from cx.engines.base import Engine
from cx.errors import UsageError
from cx.ingest.options import LoadReport
from cx.store import ledger
from cx.store.versions import open_version, version_ids


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One load. made_at: UTC. status: "loaded" or "undone"; undone_at when it was taken back."""

    load_id: str
    load_no: int
    made_at: datetime
    file_name: str
    table: str
    rows_read: int
    rows_loaded: int
    duplicates: int
    superseded: int
    refused: int
    status: str
    undone_at: datetime | None = None


def history(store: Path) -> list[LoadEntry]:
    """All loads, oldest first: those that hold in the current version, and those that were taken back."""
    rows = open_version(store).engine.query("SELECT * FROM meta.loads ORDER BY load_no")
    entries = {str(row.load_id): _held(row) for row in rows.itertuples()}
    events = ledger.events(store)
    undone = {str(e["load_id"]): datetime.fromisoformat(str(e["at"])) for e in events if e["event"] == "undo"}
    for event in events:
        name = str(event.get("load_id"))
        if event["event"] == "load" and name in undone and name not in entries:
            entries[name] = _undone(event, undone[name])
    return sorted(entries.values(), key=lambda entry: entry.load_no)


def refused(store: Path, load_id: str) -> pd.DataFrame:
    """The rows a load refused: line, column_name, value, reason, row_text (CSV, personal columns masked).

    A load that was taken back is looked up in the kept versions. Raises UsageError when no kept version has it.
    """
    sql = (
        "SELECT r.line, r.column_name, r.value, r.reason, r.row_text FROM meta.refused AS r "
        "JOIN meta.loads AS l ON l.load_no = r.load_no WHERE l.load_id = $id ORDER BY r.line"
    )
    for version_id in (None, *reversed(version_ids(store))):
        engine = open_version(store, version_id).engine
        if _has(engine, load_id):
            return engine.query(sql, {"id": load_id})
    raise UsageError(f"no kept version has load “{load_id}”.", mend="`cx loads` lists the loads.")


def ledger_facts(report: LoadReport) -> dict[str, Any]:
    """What the ledger keeps of a load."""
    return {
        "load_id": report.load_id,
        "load_no": int(str(report.load_id)[1:]),
        "file": report.file_name,
        "table": report.table,
        "rows_read": report.rows_read,
        "rows_loaded": report.rows_loaded,
        "duplicates": report.duplicates,
        "superseded": report.superseded,
        "refused": report.refused_count,
        "version": report.data_version,
    }


def next_load_no(store: Path, engine: Engine) -> int:
    """A number no load ever had, taken back ones included."""
    stored = engine.query("SELECT coalesce(max(load_no), 0) AS n FROM meta.loads")["n"].iloc[0]
    told = [int(event["load_no"]) for event in ledger.events(store) if event["event"] == "load"]
    return max([int(stored), *told]) + 1


def _has(engine: Engine, load_id: str) -> bool:
    return len(engine.query("SELECT 1 FROM meta.loads WHERE load_id = $id", {"id": load_id})) > 0


def _held(row: Any) -> LoadEntry:
    return LoadEntry(
        str(row.load_id),
        int(row.load_no),
        row.made_at.to_pydatetime(),
        str(row.file_name),
        str(row.table_name),
        int(row.rows_read),
        int(row.rows_loaded),
        int(row.duplicates),
        int(row.superseded),
        int(row.refused),
        "loaded",
    )


def _undone(event: Mapping[str, Any], at: datetime) -> LoadEntry:
    return LoadEntry(
        str(event["load_id"]),
        int(event["load_no"]),
        datetime.fromisoformat(str(event["at"])).replace(tzinfo=None),
        str(event["file"]),
        str(event["table"]),
        int(event["rows_read"]),
        int(event["rows_loaded"]),
        int(event["duplicates"]),
        int(event["superseded"]),
        int(event["refused"]),
        "undone",
        at.replace(tzinfo=None),
    )
