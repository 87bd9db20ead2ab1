"""What an engine is: the contract that every engine file keeps and the conformance tests check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

Parameters = Mapping[str, object]


def quoted(identifier: str) -> str:
    """An identifier as SQL text; a quote inside is doubled, so no name can end it."""
    return '"' + identifier.replace('"', '""') + '"'


class Engine(ABC):
    """Reads one version of the data. Safe to call from many threads: every call has its own cursor."""

    @abstractmethod
    def query(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """Run one SELECT with named parameters (`$name`); raises QueryError with a readable reason."""

    @abstractmethod
    def columns(self, schema: str) -> dict[str, tuple[str, ...]]:
        """The catalogue of a schema: table name -> its columns, in order."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the data."""


class Workspace(Engine):
    """A version being written. One owner, one thread; nobody else sees it until it is published."""

    @abstractmethod
    def execute(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run one statement that returns nothing."""

    @abstractmethod
    def append(self, table: str, batches: Iterable[pa.RecordBatch | pa.Table]) -> None:
        """Append Arrow batches to an existing table (columns by position), streaming."""

    @abstractmethod
    def batches(self, sql: str, rows_per_batch: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The rows of one SELECT as Arrow batches, streaming; no other statement may run until they are read."""

    @abstractmethod
    def beside(self, name: str) -> Workspace:
        """An empty workspace in memory, which statements of this one read as `name.table`; gone when it is closed.

        It may be larger than memory. Its own statements name its tables plainly, and see no table of this one.
        """

    @abstractmethod
    def running(self) -> float | None:
        """The share of the running statement that is done, as another thread may ask; None when it cannot be told."""

    @abstractmethod
    def finish(self) -> None:
        """Write everything to disk and close; afterwards the file may be renamed."""


class EngineMaker(ABC):
    """Opens versions: how the store gets an Engine or a Workspace without knowing which engine it is."""

    suffix: str

    @abstractmethod
    def reader(self, path: Path) -> Engine:
        """Open a finished version read-only; raises StoreError when it is damaged."""

    @abstractmethod
    def writer(self, path: Path) -> Workspace:
        """Open or create a version for writing."""
