"""The default engine: DuckDB. The only file that imports duckdb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from cx.engines.base import Engine, EngineMaker, Parameters, Workspace
from cx.errors import QueryError, StoreError

SAFE = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}
"""No file, URL or extension can be reached from a query, and no query can change that."""


class DuckEngine(Engine):
    """One DuckDB file, opened once; one cursor per call, because a shared connection mixes up threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """See Engine.query."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, dict(parameters or {}))
                return cursor.df()
        except duckdb.Error as error:
            raise _readable(error) from error

    def columns(self, schema: str) -> dict[str, tuple[str, ...]]:
        """See Engine.columns."""
        rows = self.query(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = $schema ORDER BY table_name, ordinal_position",
            {"schema": schema},
        )
        return {str(name): tuple(part["column_name"]) for name, part in rows.groupby("table_name", sort=False)}

    def close(self) -> None:
        """See Engine.close."""
        self._connection.close()


class DuckWorkspace(DuckEngine, Workspace):
    """A DuckDB file being written."""

    def execute(self, sql: str, parameters: Parameters | None = None) -> None:
        """See Workspace.execute."""
        try:
            self._connection.execute(sql, dict(parameters or {}))
        except duckdb.Error as error:
            raise _readable(error) from error

    def query(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """As Engine.query, but on the writing connection, so that it sees the open transaction."""
        try:
            return self._connection.execute(sql, dict(parameters or {})).df()
        except duckdb.Error as error:
            raise _readable(error) from error

    def append(self, table: str, batches: Iterable[pa.RecordBatch | pa.Table]) -> None:
        """See Workspace.append."""
        for batch in batches:
            rows = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
            self._connection.register("incoming_rows", rows)
            try:
                self._connection.execute(f"INSERT INTO {table} SELECT * FROM incoming_rows")
            except duckdb.Error as error:
                raise _readable(error) from error
            finally:
                self._connection.unregister("incoming_rows")

    def batches(self, sql: str, rows_per_batch: int = 50_000) -> Iterator[pa.RecordBatch]:
        """See Workspace.batches."""
        try:
            yield from self._connection.sql(sql).to_arrow_reader(rows_per_batch)
        except duckdb.Error as error:
            raise _readable(error) from error

    def finish(self) -> None:
        """See Workspace.finish."""
        self._connection.execute("CHECKPOINT")
        self._connection.close()


class DuckMaker(EngineMaker):
    """Opens DuckDB files."""

    suffix = ".duckdb"

    def reader(self, path: Path) -> Engine:
        """See EngineMaker.reader."""
        return DuckEngine(_connect(path, read_only=True))

    def writer(self, path: Path) -> Workspace:
        """See EngineMaker.writer."""
        return DuckWorkspace(_connect(path, read_only=False))


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(SAFE))
    except duckdb.Error as error:
        raise StoreError(
            f"the data file cannot be opened ({_first_line(error)}).",
            where=path.name,
            mend="Take back the last load with `cx undo`, or load the files again into an empty folder (CX_HOME).",
        ) from error


def _readable(error: duckdb.Error) -> QueryError:
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError("the query needs more memory than the engine may use.", mend="Choose a shorter period.")
    return QueryError(f"the engine refused a query: {_first_line(error)}.")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
