"""Ready rows into a draft: what is new, what is there already, what replaces an earlier row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.ingest.prepare import ReadyTable
from cx.marts.holding import can_hold
from cx.model import SQL_TYPE, TABLES

CURRENT = "current_rows"
BOOKKEEPING = ("load_no", "row_no")
REPLACE, APPEND = "replace", "append"


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows stored, rows that were there already, and stored rows that replaced an earlier one of the same key.

    passed: of the duplicates, those that say something else than the stored row of their key, which stays.
    """

    loaded: int
    duplicates: int = 0
    superseded: int = 0
    passed: int = 0


def merge(draft: Workspace, ready: ReadyTable, load_no: int, mode: str, *, beside: str) -> Merged:
    """Append the ready rows, staged in the workspace `beside`, to their raw table as one load; see settle."""
    _add_dimensions(draft, ready)
    return settle(draft, ready.table, f"{beside}.{quoted(ready.staged)}", ready.columns, load_no, mode)


def replace(draft: Workspace, table: str, load_no: int, floor_no: int) -> int:
    """Let no row of a table from before floor_no hold, because of a load; returns how many held."""
    keys = ", ".join(quoted(name) for name in TABLES[table].key)
    held = f"SELECT DISTINCT {keys} FROM raw.{quoted(table)} WHERE load_no < {floor_no} AND {can_hold(draft, table)}"
    count = int(draft.query(f"SELECT count(*) AS n FROM ({held})")["n"].iloc[0])
    draft.execute(
        "INSERT INTO meta.replaced VALUES ($table, $load_no, $floor_no)",
        {"table": table, "load_no": load_no, "floor_no": floor_no},
    )
    return count


def settle(draft: Workspace, table: str, incoming: str, columns: Sequence[str], load_no: int, mode: str) -> Merged:
    """Store the rows of a relation (columns, row_no) as a load of a raw table, against what held when it was made.

    A row equal to the row that holds for its key, in every column the file brings, is a duplicate: only its claim on
    that row is kept. A row that differs is stored and replaces it; columns the file does not bring keep what the
    earlier row said. When appending, such a row is noted and the earlier one goes on to hold.
    """
    raw, keys = f"raw.{quoted(table)}", ", ".join(quoted(name) for name in TABLES[table].key)
    if not _find_current(draft, table, incoming, load_no):
        draft.execute(f"INSERT INTO {raw} BY NAME SELECT {_own(columns)}, {load_no} AS load_no, row_no FROM {incoming}")
        stored = draft.query(f"SELECT count(*) AS n FROM {raw} WHERE load_no = {load_no}")
        return Merged(int(stored["n"].iloc[0]))
    equal = " AND ".join(f"i.{quoted(n)} IS NOT DISTINCT FROM c.{quoted(n)}" for n in columns)
    joined = f"{incoming} AS i LEFT JOIN {CURRENT} AS c USING ({keys})"
    counts = draft.query(
        f"SELECT count(*) AS n, count(c.load_no) AS known, count(*) FILTER (c.load_no IS NOT NULL AND {equal}) AS same "
        f"FROM {joined}"
    ).iloc[0]
    values = _own(columns, "i.") if mode == APPEND else _values(draft, table, columns)
    draft.execute(
        f"INSERT INTO {raw} BY NAME SELECT {values}, {load_no} AS load_no, i.row_no "
        f"FROM {joined} WHERE c.load_no IS NULL OR NOT ({equal})"
    )
    known = f"FROM {joined} WHERE c.load_no IS NOT NULL AND "
    draft.execute(f"INSERT INTO meta.claims SELECT '{table}', {load_no}, i.row_no, c.load_no, c.row_no {known} {equal}")
    if mode == APPEND:
        draft.execute(f"INSERT INTO meta.passed SELECT '{table}', {load_no}, i.row_no {known} NOT ({equal})")
    draft.execute(f"DROP TABLE {CURRENT}")
    n, known_keys, same = (int(counts[name]) for name in ("n", "known", "same"))
    if mode == APPEND:
        return Merged(n - known_keys, known_keys, passed=known_keys - same)
    return Merged(n - same, same, known_keys - same)


def _find_current(draft: Workspace, table: str, incoming: str, load_no: int) -> bool:
    """Make CURRENT: the rows that held before a load for the keys it brings; False, and no table, when there is none.

    Only such rows are sorted and compared: into an empty table, or where no key is known, rows go as they are.
    """
    keys = ", ".join(quoted(name) for name in TABLES[table].key)
    before = f"raw.{quoted(table)} WHERE load_no < {load_no}"
    if not len(draft.query(f"SELECT 1 FROM {before} LIMIT 1")):
        return False
    draft.execute(
        f"CREATE OR REPLACE TEMP TABLE {CURRENT} AS "
        f"SELECT r.* FROM (SELECT * FROM {before} AND {can_hold(draft, table, load_no)}) AS r "
        f"SEMI JOIN {incoming} AS i USING ({keys}) "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY load_no DESC, row_no DESC) = 1"
    )
    if len(draft.query(f"SELECT 1 FROM {CURRENT} LIMIT 1")):
        return True
    draft.execute(f"DROP TABLE {CURRENT}")
    return False


def _own(columns: Sequence[str], side: str = "") -> str:
    return ", ".join(f"{side}{quoted(name)} AS {quoted(name)}" for name in columns)


def _values(draft: Workspace, table: str, columns: Sequence[str]) -> str:
    """Select list of all stored columns: the file's own, else what the earlier row said."""
    stored = [name for name in draft.columns("raw")[table] if name not in BOOKKEEPING]
    return ", ".join(f"{'i' if name in columns else 'c'}.{quoted(name)} AS {quoted(name)}" for name in stored)


def _add_dimensions(draft: Workspace, ready: ReadyTable) -> None:
    there = set(draft.columns("raw")[ready.table])
    kinds = {column.stored_name: SQL_TYPE[column.kind] for column in TABLES[ready.table].columns}
    for name in ready.columns:
        if name not in there:
            kind = kinds.get(name, "VARCHAR")
            draft.execute(f"ALTER TABLE raw.{quoted(ready.table)} ADD COLUMN {quoted(name)} {kind}")
