"""Where a store keeps what people said about files, by the signature of their header, and when it learns it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.remembered import Memory
from cx.store.reading import Version

FOLDER = "mappings"


def memory(store: Path) -> Memory:
    """The remembered mappings of a store."""
    return Memory(store / FOLDER)


def learn(store: Path, version: Version, reports: Sequence[LoadReport]) -> None:
    """Keep what was said about the files of these loads, which the version knows."""
    for report in reports:
        if not report.load_id:
            continue
        rows = version.engine.query("SELECT options FROM meta.loads WHERE load_id = $id", {"id": report.load_id})
        told = json.loads(str(rows["options"].iloc[0]))
        said = LoadOptions(**{name: told[name] for name in LoadOptions.__dataclass_fields__ if name in told})
        memory(store).learn(report, said)
