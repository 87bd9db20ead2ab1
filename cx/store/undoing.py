"""Taking a load back: its rows go, unless a later load holds them too; rows it had replaced hold again."""

from __future__ import annotations

import json
from pathlib import Path

from cx.engines.base import Engine, Workspace, quoted
from cx.errors import StoreError, UsageError
from cx.model import TABLES
from cx.store import ledger
from cx.store.merging import INCOMING, settle
from cx.store.versions import current_id, open_version, path_of, point_to
from cx.store.writing import draft, only_writer

UNDONE = "raw.undone_rows"
SAID = "raw.said_later"
BOOKKEEPING = ("load_no", "row_no")


def undo(store: Path, load_id: str) -> str:
    """Take a load back, whichever it is; returns the id of the version that is current then.

    Raises UsageError when there is no such load or it was taken back before.
    """
    _number(store, load_id)  # Before the lock, which would make a folder for a store that does not exist.
    with only_writer(store):
        load_no = _number(store, load_id)
        before = _version_before(store, load_no)
        if before is not None:
            ledger.append(store, "undo", load_id=load_id, version=before)
            point_to(store, before)
            return before
        with draft(store) as new:
            new.workspace.execute("BEGIN")
            for name in TABLES:
                _take_back(new.workspace, name, load_no)
            for table in ("meta.loads", "meta.refused"):
                new.workspace.execute(f"DELETE FROM {table} WHERE load_no = {load_no}")
            new.workspace.execute("COMMIT")
            new.publish(f"undo {load_id}")
            ledger.append(store, "undo", load_id=load_id, version=new.version_id)
            new.make_current()
            return new.version_id


def _number(store: Path, load_id: str) -> int:
    rows = open_version(store).engine.query("SELECT load_no FROM meta.loads WHERE load_id = $id", {"id": load_id})
    if len(rows):
        return int(rows["load_no"].iloc[0])
    taken_back = any(e["event"] == "undo" and e.get("load_id") == load_id for e in ledger.events(store))
    if taken_back:
        raise UsageError(f"load {load_id} was taken back before.", mend="`cx loads` shows what holds.")
    raise UsageError(f"there is no load “{load_id}”.", mend="`cx loads` lists the loads with their names.")


def _version_before(store: Path, load_no: int) -> str | None:
    """The parent of the current version, when this load is all that lies between them and the parent is kept."""
    current = current_id(store)
    if current is None:
        return None
    engine = open_version(store, current).engine
    parent = engine.query("SELECT parent FROM meta.version")["parent"].iloc[0]
    if not isinstance(parent, str) or not path_of(store, parent).exists():
        return None
    try:
        earlier = open_version(store, parent).engine
    except StoreError:
        return None
    same_loads = _loads(engine) - {load_no} == _loads(earlier)
    return parent if same_loads and _settings(engine) == _settings(earlier) else None


def _loads(engine: Engine) -> set[int]:
    return {int(n) for n in engine.query("SELECT load_no FROM meta.loads")["load_no"]}


def _settings(engine: Engine) -> dict[str, str]:
    rows = engine.query("SELECT key, value FROM meta.settings")
    return dict(zip(rows["key"], rows["value"], strict=True))


def _take_back(draft_space: Workspace, table: str, load_no: int) -> None:
    """Make a table what it would be had the load never been made.

    Only keys of which the load stored a row can differ: what later loads said of them, in rows or in claims, is
    settled once more, load by load.
    """
    raw, keys = f"raw.{quoted(table)}", ", ".join(quoted(name) for name in TABLES[table].key)
    draft_space.execute(f"CREATE OR REPLACE TABLE {UNDONE} AS SELECT {keys} FROM {raw} WHERE load_no = {load_no}")
    _set_aside(draft_space, table, load_no, f"{raw} AS r SEMI JOIN {UNDONE} USING ({keys})")
    draft_space.execute(f"DELETE FROM {raw} WHERE load_no >= {load_no} AND ({keys}) IN (SELECT ({keys}) FROM {UNDONE})")
    brought = _brought(draft_space, table)
    said = draft_space.query(f"SELECT DISTINCT load_no FROM {SAID} ORDER BY load_no")["load_no"]
    for later in (int(number) for number in said):
        listed = ", ".join(quoted(name) for name in brought[later])
        draft_space.execute(
            f"CREATE OR REPLACE TABLE {INCOMING} AS SELECT {listed}, row_no FROM {SAID} WHERE load_no = {later}"
        )
        settle(draft_space, table, brought[later], later)
    for scratch in (UNDONE, SAID):
        draft_space.execute(f"DROP TABLE {scratch}")
    _drop_empty_dimensions(draft_space, table, brought, load_no)


def _set_aside(draft_space: Workspace, table: str, load_no: int, affected: str) -> None:
    """Make SAID: what loads after this one said of the affected rows' keys; the claims that are in it are deleted.

    affected: SQL of the rows of those keys, as r. A claim says what the row said that it claims.
    """
    claims = f"(SELECT * FROM meta.claims WHERE table_name = $table AND load_no > {load_no}) AS c"
    draft_space.execute(
        f"CREATE OR REPLACE TABLE {SAID} AS SELECT r.* FROM {affected} WHERE r.load_no > {load_no} UNION ALL "
        f"SELECT r.* REPLACE (c.load_no AS load_no, c.row_no AS row_no) FROM (SELECT r.* FROM {affected}) AS r "
        f"JOIN {claims} ON c.owner_load_no = r.load_no AND c.owner_row_no = r.row_no",
        {"table": table},
    )
    draft_space.execute(
        f"DELETE FROM meta.claims WHERE table_name = $table AND (load_no = {load_no} OR (owner_load_no, owner_row_no) "
        f"IN (SELECT (r.load_no, r.row_no) FROM {affected} WHERE r.load_no >= {load_no}))",
        {"table": table},
    )


def _brought(draft_space: Workspace, table: str) -> dict[int, list[str]]:
    """Load -> the columns of a table that it filled."""
    rows = draft_space.query("SELECT load_no, options FROM meta.loads ORDER BY load_no")
    return {int(str(r.load_no)): json.loads(str(r.options))["brought"].get(table, []) for r in rows.itertuples()}


def _drop_empty_dimensions(draft_space: Workspace, table: str, brought: dict[int, list[str]], load_no: int) -> None:
    """Custom dimensions that only this load had brought are gone with it."""
    kept = {name for number, names in brought.items() if number != load_no for name in names}
    canonical = {column.stored_name for column in TABLES[table].columns}
    for name in set(brought[load_no]) - kept - canonical - set(BOOKKEEPING):
        draft_space.execute(f"ALTER TABLE raw.{quoted(table)} DROP COLUMN {quoted(name)}")
