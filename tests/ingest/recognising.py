"""A small file staged and recognised without being loaded, for the tests of recognition."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx.engines.duckdb import DuckMaker
from cx.ingest.bytes import inspect
from cx.ingest.options import LoadOptions, Proposal, Question
from cx.ingest.profile import Profile, profile
from cx.ingest.read import stage
from cx.ingest.rows import free_rows
from cx.ingest.vocabulary import vocabulary


@dataclass(frozen=True)
class Seen:
    """What a text was taken for."""

    table: str | None
    fields: dict[str, str]
    dimensions: dict[str, str]
    personal: list[str]
    questions: list[Question]
    proposals: list[Proposal]
    notes: list[str]


def see(text: str, name: str = "file.csv", **options: Any) -> Seen:
    """Stage a text and recognise it, as a file of no known tool."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, staged = _staged(Path(folder), text, name, LoadOptions(**options))
        works, questions, proposals = free_rows(staged, Path(folder) / name, workspace, LoadOptions(**options))
        workspace.close()
    if not works:
        return Seen(None, {}, {}, [], questions, proposals, [])
    mapping = works[0].mapping
    fields = {field: column.header for field, column in mapping.fields.items()}
    dimensions = {field: column.header for field, column in mapping.dimensions.items()}
    personal = [column.header for column in mapping.personal]
    return Seen(mapping.table.name, fields, dimensions, personal, questions, proposals, mapping.notes)


def looks(text: str) -> Profile:
    """The profile of a text's columns."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, staged = _staged(Path(folder), text, "file.csv", LoadOptions())
        found = profile(staged, workspace)
        workspace.close()
    return found


def _staged(folder: Path, text: str, name: str, options: LoadOptions) -> Any:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    workspace = DuckMaker().writer(folder / "text.duckdb")
    return workspace, stage(inspect(path), workspace, header=options.header, known=vocabulary().known_names)
