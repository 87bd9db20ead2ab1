"""Stages small files for the tests of reading: into one workspace in memory, each file anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx.engines.base import Workspace
from cx.engines.duckdb import DuckMaker
from cx.ingest.bytes import inspect
from cx.ingest.read import RAGGED, TEXT, TextTable, stage
from cx.ingest.vocabulary import vocabulary


@dataclass(frozen=True)
class Staged:
    """rows: cells of the full rows; lines: where they begin; ragged: (line, cells, text)."""

    table: TextTable
    rows: list[list[str]]
    lines: list[int]
    ragged: list[tuple[int, int, str]]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.table.columns]


class Stage:
    """Stages files or bytes; the folder and the workspace live as long as the context."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.folder, self.workspace = folder, workspace

    def bytes(self, content: bytes, name: str = "file.csv", **options: Any) -> Staged:
        path = self.folder / name
        path.write_bytes(content)
        return self.file(path, **options)

    def file(self, path: Path, *, encoding: str | None = None, header: bool | None = None, **options: Any) -> Staged:
        facts = inspect(path, encoding)
        table = stage(facts, self.workspace, header=header, known=vocabulary().known_names, **options)
        full = self.workspace.query(f"SELECT * FROM {TEXT} ORDER BY line").to_numpy().tolist()
        ragged = self.workspace.query(f"SELECT * FROM {RAGGED} ORDER BY line").to_numpy().tolist()
        return Staged(
            table, [row[1:] for row in full], [row[0] for row in full], [(int(a), int(b), str(c)) for a, b, c in ragged]
        )


@contextmanager
def stager() -> Iterator[Stage]:
    """A Stage that leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        owner = DuckMaker().writer(Path(folder) / "version.duckdb")
        workspace = owner.beside("reading")
        try:
            yield Stage(Path(folder), workspace)
        finally:
            workspace.close()
            owner.close()
