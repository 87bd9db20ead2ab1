"""Every version's file: its checksum, whether all of it can be read, and whether it is what the ledger says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cx.engines.base import Engine, quoted
from cx.errors import CxError, DamagedError
from cx.ingest.progress import Progress
from cx.language import _
from cx.store import ledger
from cx.store.checksums import recorded
from cx.store.damage import differs
from cx.store.deep.finding import NOTE, OK, PROBLEM, Finding
from cx.store.opening import describe
from cx.store.schema import create_empty
from cx.store.versions import MAKER, path_of, version_ids

SCHEMAS = ("raw", "meta", "mart")
KEPT_IN_LEDGER = {"table_name": "table", "rows_read": "rows_read", "rows_loaded": "rows_loaded", "refused": "refused"}
"""Column of meta.loads -> what the ledger calls the same."""


def versions(store: Path, progress: Progress) -> Iterator[Finding]:
    """The findings about every version that is kept, oldest first."""
    told, kept = ledger.events(store), version_ids(store)
    sums = recorded(store)
    for number, version_id in enumerate(kept):
        progress(_("Looking through version {version}").format(version=version_id), number / len(kept))
        found = list(_version(store, version_id, told))
        if version_id not in sums:
            words = _("No checksum recorded: it was published by an earlier release. All of it was read instead.")
            found.append(Finding(NOTE, "no_checksum", version_id, words))
        if not any(f.status == PROBLEM for f in found):
            size = path_of(store, version_id).stat().st_size
            words = _("Whole: {n} bytes, every table was read.").format(n=f"{size:,}")
            found.insert(0, Finding(OK, "whole", version_id, words))
        yield from found


def _version(store: Path, version_id: str, told: list[dict[str, Any]]) -> Iterator[Finding]:
    path = path_of(store, version_id)
    mend = _(
        "Put its file back from a backup. Without one: if it is the current version, run `cx restore`; else remove the "
        "file."
    )
    if fault := differs(store, version_id, path):
        yield Finding(PROBLEM, "checksum", version_id, _("Damaged: {why}").format(why=fault.sentence), mend)
        return  # whatever else it shows comes from that
    try:
        engine = MAKER.reader(path)
    except CxError as error:
        yield Finding(PROBLEM, "not_opened", version_id, _("Damaged: {why}").format(why=error.what), mend)
        return
    try:
        yield from _contents(engine, version_id, told)
    except (CxError, KeyError, ValueError) as error:
        why = error.what if isinstance(error, DamagedError) else _("a part of it is not as it was written.")
        yield Finding(PROBLEM, "not_read", version_id, _("Damaged: {why}").format(why=why), mend)
    finally:
        engine.close()


def _contents(engine: Engine, version_id: str, told: list[dict[str, Any]]) -> Iterator[Finding]:
    _read_all(engine)
    describe(engine, version_id)
    named = str(engine.query("SELECT id FROM meta.version")["id"].iloc[0])
    if named != version_id:
        words = _("The file holds version {named}, not the one it is named after.").format(named=named)
        yield Finding(PROBLEM, "wrong_name", version_id, words, _("Give it the name of its version."))
    yield from _schema(engine, version_id)
    yield from _rows(engine, version_id)
    yield from _loads(engine, version_id, told)


def _read_all(engine: Engine) -> None:
    """Read every value of every table: the engine then holds each block against its checksum."""
    for schema in SCHEMAS:
        for name in engine.columns(schema):
            engine.query(f"SELECT bit_xor(hash(t)) AS all_of_it FROM {quoted(schema)}.{quoted(name)} AS t")


def _schema(engine: Engine, version_id: str) -> Iterator[Finding]:
    """Tables and columns that every version must have; a version of an earlier release lacks the newer ones."""
    there = {schema: engine.columns(schema) for schema in SCHEMAS}
    for schema, wanted in _wanted().items():
        for name, columns in wanted.items():
            lacking = [column for column in columns if column not in there[schema].get(name, ())]
            if lacking:
                words = _("{table} lacks {columns}: an earlier release made this version.").format(
                    table=f"{schema}.{name}", columns=", ".join(lacking)
                )
                mend = _("`cx settings` with a setting as it is makes its tables anew, if it is the current one.")
                yield Finding(NOTE, "old_schema", version_id, words, mend)


def _wanted() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="cx-schema-") as folder:
        space = MAKER.writer(Path(folder) / f"empty{MAKER.suffix}")
        try:
            create_empty(space)
            return {schema: space.columns(schema) for schema in ("raw", "meta")}
        finally:
            space.close()


def _rows(engine: Engine, version_id: str) -> Iterator[Finding]:
    """What the version says of its own tables: the rows of each mart, and that every row has its load."""
    mend = _("Take the version's last load back with `cx undo` and load its file again; and please report it.")
    for row in engine.query("SELECT mart, row_count FROM mart.coverage").itertuples():
        counted = int(engine.query(f"SELECT count(*) AS n FROM mart.{quoted(str(row.mart))}")["n"].iloc[0])
        if counted != int(str(row.row_count)):
            words = _("Rows of {table}: {n}; noted: {wanted}.").format(
                table=f"mart.{row.mart}", n=f"{counted:,}", wanted=f"{int(str(row.row_count)):,}"
            )
            yield Finding(PROBLEM, "row_count", version_id, words, mend)
    for name, columns in engine.columns("raw").items():
        if "load_no" not in columns:
            continue
        stray = engine.query(
            f"SELECT count(*) AS n FROM raw.{quoted(name)} WHERE load_no NOT IN (SELECT load_no FROM meta.loads)"
        )["n"].iloc[0]
        if int(stray):
            words = _("Rows of {table} that belong to no load: {n}.").format(n=f"{int(stray):,}", table=f"raw.{name}")
            yield Finding(PROBLEM, "stray_rows", version_id, words, mend)


def _loads(engine: Engine, version_id: str, told: list[dict[str, Any]]) -> Iterator[Finding]:
    """The loads that a version holds, against the ledger; and of those it made itself, that their rows are there."""
    entries = {str(e["load_id"]): e for e in told if e["event"] == "load"}
    rows = engine.query("SELECT load_no, load_id, table_name, rows_read, rows_loaded, refused FROM meta.loads")
    for row in rows.to_dict("records"):
        load_id = str(row["load_id"])
        entry = entries.get(load_id)
        if entry is None:
            words = _("Load {load_id} stands in no line of the ledger.").format(load_id=load_id)
            mend = _("Nothing is lost: what is known of it is in the version. Keep backups of ledger.jsonl.")
            yield Finding(NOTE, "no_ledger_line", version_id, words, mend)
            continue
        different = [name for name, key in KEPT_IN_LEDGER.items() if key in entry and str(entry[key]) != str(row[name])]
        if different:
            words = _("Of load {load_id} the ledger says something else: {columns}.").format(
                load_id=load_id, columns=", ".join(different)
            )
            mend = _("Believe the version, and put ledger.jsonl back from a backup.")
            yield Finding(PROBLEM, "ledger_differs", version_id, words, mend)
        if entry.get("version") == version_id:
            yield from _own_rows(engine, version_id, row)


def _own_rows(engine: Engine, version_id: str, row: Mapping[Any, Any]) -> Iterator[Finding]:
    """Later versions may settle a load's rows anew; the one that it made has just those that were told."""
    sql = f"SELECT count(*) AS n FROM raw.{quoted(str(row['table_name']))} WHERE load_no = $load_no"
    counted = int(engine.query(sql, {"load_no": int(row["load_no"])})["n"].iloc[0])
    if counted != int(row["rows_loaded"]):
        words = _("Rows of load {load_id}: {n}; loaded: {wanted}.").format(
            load_id=row["load_id"], n=f"{counted:,}", wanted=f"{int(row['rows_loaded']):,}"
        )
        mend = _("Take the load back with `cx undo`, load its file again, and please report it.")
        yield Finding(PROBLEM, "load_rows", version_id, words, mend)
