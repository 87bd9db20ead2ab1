"""Loads small texts the way a person would, for the tests of reading and storing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from cx.store.loads import LoadOptions, LoadReport, load
from cx.store.versions import open_version


def load_text(store: Path, text: str | bytes, name: str = "file.csv", **options: Any) -> LoadReport:
    """Write the text as a file beside the store and load it."""
    path = store.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load(store, [path], LoadOptions(**options))[0]


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the current version, missing values as None."""
    frame = open_version(store).engine.query(sql)
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def column(store: Path, sql: str) -> list[Any]:
    """The first column of a query, as text or number."""
    return [row[0] for row in rows(store, sql)]
