"""An engine over a version's file, watched: what it complains about is looked into, and slow queries are told."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

import pandas as pd

from cx import events
from cx.engines.base import Engine, Parameters
from cx.errors import DamagedError, StoreError

FINGERPRINT = 12


class Guarded(Engine):
    """complain: called when the engine takes the file for damaged; gives the error to raise in its place."""

    def __init__(self, engine: Engine, version_id: str, complain: Callable[[DamagedError], StoreError]) -> None:
        self._engine, self._version_id, self._complain = engine, version_id, complain

    def query(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """See Engine.query."""
        began = time.monotonic()
        try:
            return self._engine.query(sql, parameters)
        except DamagedError as error:
            raise self._complain(error) from error
        finally:
            self._tell(sql, time.monotonic() - began)

    def columns(self, schema: str) -> dict[str, tuple[str, ...]]:
        """See Engine.columns."""
        try:
            return self._engine.columns(schema)
        except DamagedError as error:
            raise self._complain(error) from error

    def close(self) -> None:
        """See Engine.close."""
        self._engine.close()

    def _tell(self, sql: str, seconds: float) -> None:
        """Tell a slow query by a fingerprint of its text, in which no value stands: values are bound."""
        if seconds >= events.slow_seconds():
            mark = hashlib.sha256(sql.encode()).hexdigest()[:FINGERPRINT]
            events.tell("slow_query", "warning", data_version=self._version_id, query=mark, seconds=round(seconds, 3))
