"""What is kept of a load in its version, and whether a file was loaded before."""

from __future__ import annotations

import json
from dataclasses import asdict

from cx.engines.base import Workspace, quoted
from cx.ingest.options import LoadOptions
from cx.ingest.prepare import Prepared
from cx.language import ngettext
from cx.marts.holding import floor
from cx.store import ledger
from cx.store.merging import REPLACE, Merged
from cx.store.writing import Draft


def loaded_as(prepared: Prepared, options: LoadOptions) -> str:
    """How a file was read, as JSON: the options, and `brought`: table -> the columns it filled."""
    brought = {ready.table: list(ready.columns) for ready in prepared.ready}
    return json.dumps({**asdict(options), "brought": brought}, sort_keys=True, ensure_ascii=False)


def loaded_before(space: Workspace, prepared: Prepared, options: LoadOptions) -> str | None:
    """The load that brought the same bytes with the same options, if loading them again would change nothing."""
    rows = space.query(
        "SELECT load_no, load_id FROM meta.loads "
        "WHERE file_hash = $hash AND table_name = $table AND options = $options ORDER BY load_no",
        {"hash": prepared.facts.sha256, "table": prepared.report.table, "options": loaded_as(prepared, options)},
    )
    if rows.empty:
        return None
    load_no = int(rows["load_no"].iloc[-1])
    for ready in prepared.ready:
        last = space.query(f"SELECT max(load_no) AS n FROM raw.{quoted(ready.table)}")["n"].iloc[0]
        replaced_since = load_no < floor(space, ready.table)
        if replaced_since or (options.mode == REPLACE and load_no != last):
            return None
    return str(rows["load_id"].iloc[-1])


def notes(table: str, merged: Merged, replaced: int) -> list[str]:
    """What became of stored rows, in words."""
    told = []
    if n := merged.superseded:
        words = ngettext(
            "{n} row replaced an earlier row with the same key.", "{n} rows replaced earlier rows with the same key.", n
        )
        told.append(words.format(n=n))
    if n := merged.passed:
        words = ngettext(
            "{n} row differs from the stored row with the same key, which was left as it is.",
            "{n} rows differ from the stored rows with the same key, which were left as they are.",
            n,
        )
        told.append(words.format(n=n))
    if n := replaced:
        words = ngettext(
            "The {n} row of {table} that was stored before does not count any more: this file takes its place.",
            "The {n} rows of {table} that were stored before do not count any more: this file takes their place.",
            n,
        )
        told.append(words.format(n=n, table=table))
    return told


def record(new: Draft, prepared: Prepared, options: LoadOptions, who: str, seconds: float) -> None:
    """Write a load into its version."""
    report = prepared.report
    facts = {
        "load_no": int(str(report.load_id)[1:]),
        "load_id": report.load_id,
        "made_at": ledger.now().replace(tzinfo=None),
        "file_name": report.file_name,
        "file_hash": prepared.facts.sha256,
        "table_name": report.table,
        "rows_read": report.rows_read,
        "rows_loaded": report.rows_loaded,
        "duplicates": report.duplicates,
        "superseded": report.superseded,
        "refused": report.refused_count,
        "options": loaded_as(prepared, options),
        "who": who or None,
        "mode": options.mode,
        "format": report.format,
        "version": new.version_id,
        "seconds": round(seconds, 3),
    }
    values = ", ".join(f"${name}" for name in facts)
    new.workspace.execute(f"INSERT INTO meta.loads ({', '.join(facts)}) VALUES ({values})", facts)
