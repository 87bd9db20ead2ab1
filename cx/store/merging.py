"""Ready rows into a draft: what is new, what is there already, what replaces an earlier row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.ingest.prepare import ReadyTable
from cx.model import SQL_TYPE, TABLES

INCOMING = "raw.incoming_rows"
CURRENT = "raw.current_rows"


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows stored, rows that were there already, and stored rows that replaced an earlier one of the same key."""

    loaded: int
    duplicates: int
    superseded: int


def merge(draft: Workspace, staged: Workspace, ready: ReadyTable, load_no: int) -> Merged:
    """Append the ready rows to their raw table as one load; see settle."""
    _add_dimensions(draft, ready)
    types = ", ".join(f"{quoted(name)} {_sql_type(ready.table, name)}" for name in ready.columns)
    draft.execute(f"CREATE OR REPLACE TABLE {INCOMING} ({types}, row_no BIGINT)")
    listed = ", ".join(quoted(name) for name in ready.columns)
    draft.append(INCOMING, staged.batches(f"SELECT {listed}, row_no FROM {ready.staged} ORDER BY row_no"))
    return settle(draft, ready.table, ready.columns, load_no)


def settle(draft: Workspace, table: str, columns: Sequence[str], load_no: int) -> Merged:
    """Store the rows of INCOMING (columns, row_no) as the newest load of a raw table, and drop INCOMING.

    A row equal to the current row of its key, in every column the file brings, is a duplicate: only its claim on that
    row is kept. A row that differs is stored and replaces it; columns the file does not bring keep what the earlier
    row said.
    """
    raw, keys = f"raw.{quoted(table)}", ", ".join(quoted(name) for name in TABLES[table].key)
    draft.execute(
        f"CREATE OR REPLACE TABLE {CURRENT} AS SELECT r.* FROM {raw} AS r SEMI JOIN {INCOMING} USING ({keys}) "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY load_no DESC, row_no DESC) = 1"
    )
    equal = " AND ".join(f"i.{quoted(n)} IS NOT DISTINCT FROM c.{quoted(n)}" for n in columns)
    joined = f"{INCOMING} AS i LEFT JOIN {CURRENT} AS c USING ({keys})"
    counts = draft.query(
        f"SELECT count(*) AS n, count(c.load_no) AS known, count(*) FILTER (c.load_no IS NOT NULL AND {equal}) AS same "
        f"FROM {joined}"
    ).iloc[0]
    draft.execute(
        f"INSERT INTO {raw} BY NAME SELECT {_values(draft, table, columns)} {load_no} AS load_no, i.row_no "
        f"FROM {joined} WHERE c.load_no IS NULL OR NOT ({equal}) ORDER BY i.row_no"
    )
    draft.execute(
        f"INSERT INTO meta.claims SELECT $table, {load_no}, i.row_no, c.load_no, c.row_no "
        f"FROM {joined} WHERE c.load_no IS NOT NULL AND {equal} ORDER BY i.row_no",
        {"table": table},
    )
    for scratch in (INCOMING, CURRENT):
        draft.execute(f"DROP TABLE {scratch}")
    same, known = int(counts["same"]), int(counts["known"])
    return Merged(int(counts["n"]) - same, same, known - same)


def _values(draft: Workspace, table: str, columns: Sequence[str]) -> str:
    """Select list of all stored columns: the file's own, else what the earlier row said."""
    parts = []
    for name in draft.columns("raw")[table]:
        if name not in ("load_no", "row_no"):
            side = "i" if name in columns else "c"
            parts.append(f"{side}.{quoted(name)} AS {quoted(name)}, ")
    return "".join(parts)


def _add_dimensions(draft: Workspace, ready: ReadyTable) -> None:
    there = set(draft.columns("raw")[ready.table])
    for name in ready.columns:
        if name not in there:
            draft.execute(f"ALTER TABLE raw.{quoted(ready.table)} ADD COLUMN {quoted(name)} VARCHAR")


def _sql_type(table: str, name: str) -> str:
    kinds = {column.stored_name: SQL_TYPE[column.kind] for column in TABLES[table].columns}
    return kinds.get(name, "VARCHAR")
