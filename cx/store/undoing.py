"""Taking a load back: its rows go, rows it had replaced hold again, the figures are made anew."""

from __future__ import annotations

import json
from pathlib import Path

from cx.engines.base import Engine, Workspace, quoted
from cx.errors import StoreError, UsageError
from cx.model import TABLES
from cx.store import ledger
from cx.store.versions import current_id, open_version, path_of, point_to
from cx.store.writing import draft, only_writer

UNDONE = "raw.undone_rows"
BOOKKEEPING = ("load_no", "row_no")


def undo(store: Path, load_id: str) -> str:
    """Take a load back, whichever it is; returns the id of the version that is current then.

    Raises UsageError when there is no such load or it was taken back before.
    """
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
    """Delete the load's rows of a table, with what later rows had taken over from them."""
    raw, keys = f"raw.{quoted(table)}", ", ".join(quoted(name) for name in TABLES[table].key)
    draft_space.execute(
        f"CREATE OR REPLACE TABLE {UNDONE} AS SELECT DISTINCT {keys} FROM {raw} WHERE load_no = {load_no}"
    )
    draft_space.execute(f"DELETE FROM {raw} WHERE load_no = {load_no}")
    rows = draft_space.query("SELECT load_no, options FROM meta.loads ORDER BY load_no")
    brought = {
        int(str(r.load_no)): set(json.loads(str(r.options))["brought"].get(table, [])) for r in rows.itertuples()
    }
    for later in (n for n in brought if n > load_no and brought[n]):
        taken_over = sorted(brought[load_no] - brought[later])
        if taken_over:
            _take_over_again(draft_space, table, later, taken_over)
    draft_space.execute(f"DROP TABLE {UNDONE}")
    _drop_empty_dimensions(draft_space, table, brought, load_no)


def _take_over_again(draft_space: Workspace, table: str, later: int, columns: list[str]) -> None:
    """Columns a later file did not bring say again what the row before it says, or nothing."""
    raw, key = f"raw.{quoted(table)}", TABLES[table].key
    keys = ", ".join(quoted(name) for name in key)
    listed = ", ".join(f"p.{quoted(name)}" for name in columns)
    same_key = " AND ".join(f"r.{quoted(name)} = u.{quoted(name)}" for name in key)
    draft_space.execute(
        f"UPDATE {raw} AS r SET {', '.join(f'{quoted(n)} = u.{quoted(n)}' for n in columns)} "
        f"FROM (SELECT {', '.join(f'k.{quoted(n)}' for n in key)}, {listed} FROM {UNDONE} AS k LEFT JOIN "
        f"(SELECT * FROM {raw} WHERE load_no < {later} "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY load_no DESC, row_no DESC) = 1) AS p USING ({keys})) "
        f"AS u WHERE r.load_no = {later} AND {same_key}"
    )


def _drop_empty_dimensions(draft_space: Workspace, table: str, brought: dict[int, set[str]], load_no: int) -> None:
    """Custom dimensions that only this load had brought are gone with it."""
    kept = {name for number, names in brought.items() if number != load_no for name in names}
    canonical = {column.stored_name for column in TABLES[table].columns}
    for name in brought[load_no] - kept - canonical - set(BOOKKEEPING):
        draft_space.execute(f"ALTER TABLE raw.{quoted(table)} DROP COLUMN {quoted(name)}")
