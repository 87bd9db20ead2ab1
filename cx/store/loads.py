"""Loads: files in, a load taken back, settings changed, and the history of all that."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.prepare import Prepared, prepare
from cx.ingest.refuse import REFUSED
from cx.language import ngettext
from cx.marts import form
from cx.store import ledger
from cx.store.history import LoadEntry, history, ledger_facts, next_load_no, refused
from cx.store.home import KEY_BYTES, hash_key
from cx.store.merging import merge
from cx.store.schema import write_settings
from cx.store.undoing import undo
from cx.store.writing import Draft, draft, only_writer, rehearsal, staging, stored_settings

Progress = Callable[[str], None]

__all__ = [
    "LoadEntry",
    "LoadOptions",
    "LoadReport",
    "Progress",
    "change_settings",
    "history",
    "load",
    "refused",
    "undo",
]


def load(
    store: Path,
    files: Sequence[Path],
    options: LoadOptions = LoadOptions(),  # noqa: B008
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[LoadReport]:
    """Load files together or not at all; returns one report per file, in their order.

    When a report has questions, or nothing in the files is new, nothing was changed: load_id is None then. progress is
    called with a sentence before every long step. Raises LoadError (a file that cannot be used), UsageError (options
    that do not fit) or StoreError (somebody else is writing).
    """
    tell = progress or (lambda _sentence: None)
    if dry_run:
        key = hash_key(store) if (store / "key").exists() else secrets.token_bytes(KEY_BYTES)
        with rehearsal(store) as trial:
            reports = _load_all(trial, files, options, key, tell)
        for report in reports:
            report.load_id = None
        return reports
    with only_writer(store), draft(store) as new:
        reports = _load_all(new, files, options, hash_key(store), tell)
        if _changes(reports):
            _publish(new, reports, tell)
        return reports


def change_settings(store: Path, values: Mapping[str, str]) -> str:
    """Change settings by name; returns the new data version. UsageError names a wrong key or value.

    Settings that are so already change nothing, unless the marts are an earlier release's: then these are made anew.
    """
    with only_writer(store), draft(store) as new:
        old = stored_settings(new.workspace)
        settings = old.changed(values)
        if settings == old and new.parent is not None and form.is_current(new.workspace):
            return new.parent
        write_settings(new.workspace, settings)
        new.publish("settings")
        ledger.append(store, "settings", values=dict(values), version=new.version_id)
        new.make_current()
        return new.version_id


def loaded_as(prepared: Prepared, options: LoadOptions) -> str:
    """How a file was read, as JSON: the options, and `brought`: table -> the columns it filled."""
    brought = {ready.table: list(ready.columns) for ready in prepared.ready}
    return json.dumps({**asdict(options), "brought": brought}, sort_keys=True, ensure_ascii=False)


def _changes(reports: Sequence[LoadReport]) -> bool:
    return not any(r.questions for r in reports) and any(r.rows_loaded or r.also for r in reports)


def _load_all(new: Draft, files: Sequence[Path], options: LoadOptions, key: bytes, tell: Progress) -> list[LoadReport]:
    if not files:
        raise UsageError("no file was given.", mend="Name at least one CSV file.")
    first_no = next_load_no(new.store, new.workspace)
    reports = [_load_one(new, Path(path), options, key, first_no + n, tell) for n, path in enumerate(files)]
    changes = _changes(reports)
    for report in reports:
        report.data_version = new.parent
        if not changes:
            report.load_id, report.rows_loaded, report.superseded, report.also = None, 0, 0, {}
    return reports


def _load_one(new: Draft, path: Path, options: LoadOptions, key: bytes, load_no: int, tell: Progress) -> LoadReport:
    tell(f"Reading {path.name}")
    with staging(new.path.parent, "text") as text:
        prepared = prepare(path, text, options, key)
        report = prepared.report
        if report.questions:
            return report
        earlier = _loaded_before(new.workspace, prepared, options)
        if earlier:
            report.duplicates = report.rows_read - report.refused_count
            report.notes.append(f"This file was loaded before, as load {earlier}; nothing changed.")
            return report
        tell(f"Storing {path.name}")
        _store(new.workspace, text, prepared, options, load_no)
    return report


def _store(draft_space: Workspace, text: Workspace, prepared: Prepared, options: LoadOptions, load_no: int) -> None:
    """Append one file's rows and its refusals, and fill in its report."""
    report = prepared.report
    draft_space.execute("BEGIN")
    for ready in prepared.ready:
        merged = merge(draft_space, text, ready, load_no)
        if ready.table == report.table:
            report.rows_loaded, report.superseded = merged.loaded, merged.superseded
            report.duplicates += merged.duplicates
        elif merged.loaded:
            report.also[ready.table] = merged.loaded
    if n := report.superseded:
        words = ngettext(
            "{n} row replaced an earlier row with the same key.", "{n} rows replaced earlier rows with the same key.", n
        )
        report.notes.append(words.format(n=n))
    if report.rows_loaded or report.also:
        report.load_id = f"L{load_no}"
        _record(draft_space, prepared, options, load_no)
        columns = "line, column_name, value, reason, row_text"
        draft_space.append(
            "meta.refused", text.batches(f"SELECT CAST({load_no} AS INTEGER), {columns} FROM {REFUSED} ORDER BY line")
        )
    else:
        # No load is made of a file that brings nothing new, so nothing can be claimed for it.
        draft_space.execute(f"DELETE FROM meta.claims WHERE load_no = {load_no}")
        report.notes.append("Every row is stored already, so no load was made of this file.")
    draft_space.execute("COMMIT")


def _record(draft_space: Workspace, prepared: Prepared, options: LoadOptions, load_no: int) -> None:
    report = prepared.report
    draft_space.execute(
        "INSERT INTO meta.loads VALUES ($no, $id, $at, $file, $hash, $table, $read, $loaded, $duplicates, $superseded, "
        "$refused, $options)",
        {
            "no": load_no,
            "id": report.load_id,
            "at": ledger.now().replace(tzinfo=None),
            "file": report.file_name,
            "hash": prepared.facts.sha256,
            "table": report.table,
            "read": report.rows_read,
            "loaded": report.rows_loaded,
            "duplicates": report.duplicates,
            "superseded": report.superseded,
            "refused": report.refused_count,
            "options": loaded_as(prepared, options),
        },
    )


def _loaded_before(draft_space: Workspace, prepared: Prepared, options: LoadOptions) -> str | None:
    """The load that brought the same bytes with the same options, if it still holds."""
    rows = draft_space.query(
        "SELECT load_id FROM meta.loads WHERE file_hash = $hash AND table_name = $table AND options = $options",
        {"hash": prepared.facts.sha256, "table": prepared.report.table, "options": loaded_as(prepared, options)},
    )
    return str(rows["load_id"].iloc[-1]) if len(rows) else None


def _publish(new: Draft, reports: Sequence[LoadReport], tell: Progress) -> None:
    tell("Building the tables of the figures")
    new.publish("load " + ", ".join(report.file_name for report in reports))
    for report in reports:
        report.data_version = new.version_id
        if report.load_id:
            ledger.append(new.store, "load", **ledger_facts(report))
    new.make_current()
