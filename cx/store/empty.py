"""The version of a store into which nothing was loaded: every table is there, and empty."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty

EMPTY_ID = "0-0000"


@cache
def empty_version() -> Version:
    """The empty version, made once per process outside any store, so that looking at a store never writes to it."""
    with tempfile.TemporaryDirectory(prefix="cx-empty-") as folder:
        path = Path(folder) / f"empty{DuckMaker.suffix}"
        workspace = DuckMaker().writer(path)
        create_empty(workspace)
        build(workspace, Settings())
        workspace.finish()
        # The open file outlives its name; on systems where it cannot, the folder goes when the process does.
        return describe(DuckMaker().reader(path), EMPTY_ID)
