"""The default engine: DuckDB. The only file that imports duckdb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from cx.engines.base import Engine, EngineMaker, Parameters, Workspace, quoted
from cx.engines.memory import memory_limit
from cx.errors import CxError, DamagedError, QueryError, StoreError
from cx.language import _

SAFE = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
}
"""No file, URL or extension can be reached from a query; the configuration is then locked, so no query changes that."""
WATCHED = {"enable_progress_bar": "true", "enable_progress_bar_print": "false", "progress_bar_time": "0"}
"""Makes the engine know how far a statement is; set for each connection, before the configuration is locked."""
WRITING = {"preserve_insertion_order": "false"}
"""Rows may lie in any order where none is asked for: every thread then writes what it has made, compressed, and nothing
is left to do at the end (10 million orders: a checkpoint of 0.1 s instead of 3.4 s, and a file a fifth smaller)."""
SMALL_BYTES = 64 * 1024 * 1024
"""A file so small is read by one thread: sharing the work out takes longer than the work (the Overview of the demo:
a sixth less processor time, and no longer), and who asks meanwhile has the other cores."""
INCOMING = "incoming_rows"
UNWRITTEN = "Could not write file"
"""In a commit that fails for it, the engine hides the disk's error behind one of its own."""
DAMAGE = ("corrupt", "could not read enough bytes", "failed to scan")
"""What the engine says when a file is not as it wrote it. It has a checksum for every block, which it holds against the
block whenever it reads one from the disk; a block in the place of another it finds only by what is in it."""
BROKEN = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
"""Its other words for that; they may also be a mistake of its own, and after the first two it answers nothing more."""
T = TypeVar("T")


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
    """A DuckDB file being written. spare: a second connection to it, for the workspace beside."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, spare: duckdb.DuckDBPyConnection | None = None) -> None:
        super().__init__(connection)
        self._spare = spare
        self._runner = ThreadPoolExecutor(1, thread_name_prefix="statement")

    def execute(self, sql: str, parameters: Parameters | None = None) -> None:
        """See Workspace.execute."""
        try:
            self._run(lambda: self._connection.execute(sql, dict(parameters or {})))
        except duckdb.Error as error:
            raise _readable(error) from error

    def query(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """As Engine.query, but on the writing connection, so that it sees the open transaction."""
        try:
            return self._run(lambda: self._connection.execute(sql, dict(parameters or {})).df())
        except duckdb.Error as error:
            raise _readable(error) from error

    def append(self, table: str, batches: Iterable[pa.RecordBatch | pa.Table]) -> None:
        """See Workspace.append."""
        given = iter(batches)
        first = next(given, None)
        if first is None:
            return
        stream = Stream(first, given)
        self._connection.register(INCOMING, stream.reader())
        try:
            self._run(lambda: self._connection.execute(f"INSERT INTO {table} SELECT * FROM {INCOMING}"))
        except duckdb.Error as error:
            if stream.broken is not None:
                # The engine knows only that its source ended early; whoever reads it knows why.
                raise stream.broken from error
            raise _readable(error) from error
        finally:
            self._connection.unregister(INCOMING)

    def batches(self, sql: str, rows_per_batch: int = 50_000) -> Iterator[pa.RecordBatch]:
        """See Workspace.batches."""
        try:
            yield from self._connection.sql(sql).to_arrow_reader(rows_per_batch)
        except duckdb.Error as error:
            raise _readable(error) from error

    def beside(self, name: str) -> Workspace:
        """See Workspace.beside."""
        if self._spare is None:
            raise QueryError("there is no second workspace beside this one.")
        self.execute(f"ATTACH ':memory:' AS {quoted(name)}")
        return DuckBeside(self._connection, self._spare, name)

    def running(self) -> float | None:
        """See Workspace.running."""
        percent = self._connection.query_progress()
        return percent / 100 if percent >= 0 else None

    def finish(self) -> None:
        """See Workspace.finish."""
        try:
            self._run(lambda: self._connection.execute("CHECKPOINT"))
        except duckdb.Error as error:
            raise _readable(error) from error
        self.close()

    def close(self) -> None:
        """See Engine.close."""
        self._runner.shutdown()
        if self._spare is not None:
            self._spare.close()
        self._connection.close()

    def _run(self, work: Callable[[], T]) -> T:
        """Run a statement in a thread of its own, so that Ctrl-C is noticed at once and stops it.

        In the calling thread the engine would notice it only when the statement is done.
        """
        running = self._runner.submit(work)
        try:
            return running.result()
        except KeyboardInterrupt:
            self._connection.interrupt()
            wait([running])
            raise


class DuckBeside(DuckWorkspace):
    """An attached database in memory, on a connection of its own that sees it as its own."""

    def __init__(self, owner: duckdb.DuckDBPyConnection, own: duckdb.DuckDBPyConnection, name: str) -> None:
        super().__init__(own)
        self._owner, self._name = owner, name
        self._home = str(self.query("SELECT current_database() AS name")["name"].iloc[0])
        own.execute(f"USE {quoted(name)}")

    def close(self) -> None:
        """See Engine.close."""
        self._runner.shutdown()
        # When the owner's transaction has failed nothing can be detached; then it goes with the owner.
        with suppress(duckdb.Error):
            self._connection.execute(f"USE {quoted(self._home)}")
            self._owner.execute(f"DETACH {quoted(self._name)}")


class Stream:
    """Arrow batches as one stream. broken: the problem that ended it early, if one did."""

    def __init__(self, first: pa.RecordBatch | pa.Table, rest: Iterator[pa.RecordBatch | pa.Table]) -> None:
        self.broken: Exception | None = None
        self._first, self._rest = first, rest

    def reader(self) -> pa.RecordBatchReader:
        """The stream as the engine reads it."""
        return pa.RecordBatchReader.from_batches(self._first.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        try:
            for rows in chain([self._first], self._rest):
                yield from rows.to_batches() if isinstance(rows, pa.Table) else [rows]
        except Exception as error:
            self.broken = error
            raise


class DuckMaker(EngineMaker):
    """Opens DuckDB files."""

    suffix = ".duckdb"

    def reader(self, path: Path) -> Engine:
        """See EngineMaker.reader."""
        return DuckEngine(_connect(path, read_only=True))

    def writer(self, path: Path) -> Workspace:
        """See EngineMaker.writer."""
        connection = _connect(path, read_only=False)
        spare = connection.cursor()
        for one in (connection, spare):
            for name, value in {**WATCHED, **WRITING}.items():
                one.execute(f"SET {name} = {value}")
        connection.execute("SET lock_configuration = true")
        return DuckWorkspace(connection, spare)


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {**SAFE, "memory_limit": memory_limit()}
    if read_only:
        config["lock_configuration"] = "true"
        if path.exists() and path.stat().st_size <= SMALL_BYTES:
            config["threads"] = 1
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise StoreError(
            _("the data file cannot be opened ({why}).").format(why=_first_line(error)),
            where=path.name,
            mend=_("Check that the file is whole, that it may be read, and that the disk is not full."),
        ) from error


def _readable(error: duckdb.Error) -> CxError:
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError(
            _("the query needs more memory than the engine may use."),
            mend=_("Choose a shorter period, load fewer rows at a time, or set CX_MEMORY to more."),
        )
    text = str(error)
    if UNWRITTEN not in text and (isinstance(error, BROKEN) or any(word in text.lower() for word in DAMAGE)):
        return DamagedError(
            _("a part of the data file cannot be read ({why}).").format(why=_first_line(error)),
            mend=_("“cx check --deep” says which files are damaged, and what to do."),
        )
    if isinstance(error, duckdb.IOException) or UNWRITTEN in text:
        return StoreError(
            _("the data cannot be written or read ({why}).").format(why=_first_line(error)),
            mend=_("Check that the disk is not full and may be written; nothing was changed."),
        )
    return QueryError(_("the engine refused a query: {why}.").format(why=_first_line(error)))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
