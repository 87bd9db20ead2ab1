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
from cx.language import _
from cx.store import ledger
from cx.store.reading import Version
from cx.store.versions import open_version, version_ids


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One load. made_at: UTC. status: "loaded" or "undone"; undone_at when it was taken back.

    who: the person, None when it was not told. mode: of LoadOptions. version: the data version it made. format: the
    recognised export. seconds: how long the file was read, checked and stored. file_hash: SHA-256 of its bytes.
    """

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
    who: str | None = None
    mode: str = "upsert"
    version: str | None = None
    format: str | None = None
    seconds: float | None = None
    file_hash: str | None = None
    undone_by: str | None = None


def history(store: Path) -> list[LoadEntry]:
    """All loads, oldest first: those that hold in the current version, and those that were taken back."""
    rows = open_version(store).engine.query("SELECT * FROM meta.loads ORDER BY load_no")
    events = ledger.events(store)
    told = {str(e["load_id"]): e for e in events if e["event"] == "load"}
    undone = {str(e["load_id"]): e for e in events if e["event"] == "undo"}
    entries = {str(row["load_id"]): _held(row, told.get(str(row["load_id"]), {})) for row in _plain(rows)}
    for name in undone.keys() & told.keys() - entries.keys():
        entries[name] = _undone(told[name], undone[name])
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
    raise UsageError(
        _("no kept version has load “{load_id}”.").format(load_id=load_id), mend=_("`cx loads` lists the loads.")
    )


def ledger_facts(version: Version, report: LoadReport) -> dict[str, Any]:
    """What the ledger keeps of a load in a version; it stays when the load is taken back and the version pruned."""
    sql = "SELECT * FROM meta.loads WHERE load_id = $id"
    (kept,) = _plain(version.engine.query(sql, {"id": report.load_id}))
    return {
        **{name: kept[name] for name in ("mode", "format", "seconds", "file_hash")},
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


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, missing values as None; versions made earlier lack some columns."""
    plain = rows.astype(object).where(rows.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False)]


def _held(row: Mapping[str, Any], told: Mapping[str, Any]) -> LoadEntry:
    """A load that holds; when and by whom it was committed stands in the ledger."""
    at = (
        datetime.fromisoformat(str(told["at"])).replace(tzinfo=None) if "at" in told else row["made_at"].to_pydatetime()
    )
    return LoadEntry(
        load_id=str(row["load_id"]),
        load_no=int(row["load_no"]),
        made_at=at,
        file_name=str(row["file_name"]),
        table=str(row["table_name"]),
        rows_read=int(row["rows_read"]),
        rows_loaded=int(row["rows_loaded"]),
        duplicates=int(row["duplicates"]),
        superseded=int(row["superseded"]),
        refused=int(row["refused"]),
        status="loaded",
        who=told.get("who") or row.get("who"),
        mode=row.get("mode") or "upsert",
        version=told.get("version") or row.get("version"),
        format=row.get("format"),
        seconds=row.get("seconds"),
        file_hash=row.get("file_hash"),
    )


def _undone(told: Mapping[str, Any], taken_back: Mapping[str, Any]) -> LoadEntry:
    return LoadEntry(
        load_id=str(told["load_id"]),
        load_no=int(told["load_no"]),
        made_at=datetime.fromisoformat(str(told["at"])).replace(tzinfo=None),
        file_name=str(told["file"]),
        table=str(told["table"]),
        rows_read=int(told["rows_read"]),
        rows_loaded=int(told["rows_loaded"]),
        duplicates=int(told["duplicates"]),
        superseded=int(told["superseded"]),
        refused=int(told["refused"]),
        status="undone",
        undone_at=datetime.fromisoformat(str(taken_back["at"])).replace(tzinfo=None),
        undone_by=taken_back.get("who") or None,
        who=told.get("who") or None,
        mode=told.get("mode", "upsert"),
        version=told.get("version"),
        format=told.get("format"),
        seconds=told.get("seconds"),
        file_hash=told.get("file_hash"),
    )
