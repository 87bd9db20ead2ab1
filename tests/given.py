"""Given these rows: a small version of the data, made as a load makes it, for tests of figures."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from cx.engines.base import Workspace, quoted
from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.model import TABLES
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty, write_settings

Rows = Sequence[Mapping[str, object]]
_numbers = itertools.count(1)


def given(tmp_path: Path, settings: Settings | None = None, **tables: Rows) -> Version:
    """A version that holds these rows: canonical table name -> rows as dicts; keys beyond the model are dimensions."""
    return given_loads(tmp_path, tables, settings=settings)


def given_loads(
    tmp_path: Path, *loads: Mapping[str, Rows], settings: Settings | None = None, files: Sequence[str] = ()
) -> Version:
    """A version that holds the rows of several loads, one after the other. files: the names of their files."""
    path = tmp_path / f"given-{next(_numbers)}.duckdb"
    workspace = DuckMaker().writer(path)
    workspace.execute("BEGIN")
    create_empty(workspace)
    settings = settings or Settings()
    write_settings(workspace, settings)
    for number, tables in enumerate(loads, start=1):
        for table, rows in tables.items():
            add_rows(workspace, table, rows, number)
    for number, name in enumerate(files, start=1):
        workspace.execute(
            "INSERT INTO meta.loads (load_no, load_id, file_name, rows_read, duplicates, superseded, refused) "
            "VALUES ($no, $id, $name, 0, 0, 0, 0)",
            {"no": number, "id": f"L{number}", "name": name},
        )
    build(workspace, settings)
    workspace.execute("COMMIT")
    workspace.finish()
    return describe(DuckMaker().reader(path), "1-abcdef")


def add_rows(workspace: Workspace, table: str, rows: Rows, load_no: int = 1) -> None:
    """Append rows to a raw table as a load does, with new columns for keys the model does not have.

    A row may name a load_no of its own: within one load every key is there once.
    """
    stored = {c.name: c.stored_name for c in TABLES[table].columns}
    renamed = [{stored.get(key, key): value for key, value in row.items()} for row in rows]
    present = workspace.columns("raw")[table]
    for name in dict.fromkeys(key for row in renamed for key in row if key not in present):
        workspace.execute(f"ALTER TABLE raw.{quoted(table)} ADD COLUMN {quoted(name)} VARCHAR")
    lines = [{"load_no": load_no, "row_no": number} | row for number, row in enumerate(renamed, start=1)]
    columns = workspace.columns("raw")[table]
    texts = [pa.array([_text(row.get(name)) for row in lines], pa.string()) for name in columns]
    workspace.append(f"raw.{quoted(table)}", [pa.table(texts, names=list(columns))])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
