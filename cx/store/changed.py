"""What a load changed: the versions before and after it while they are kept, else what was noted when it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cx.errors import UsageError
from cx.ingest.options import LoadReport
from cx.language import _
from cx.store import ledger
from cx.store.empty import empty_version
from cx.store.history import LoadEntry, history
from cx.store.reading import Version
from cx.store.versions import open_version, path_of

EVENT = "changed"


def entry_of(store: Path, load_id: str) -> LoadEntry:
    """A load by its id; UsageError when there is none."""
    for entry in history(store):
        if entry.load_id == load_id:
            return entry
    raise UsageError(
        _("there is no load “{load_id}”.").format(load_id=load_id),
        mend=_("`cx loads` lists the loads with their names."),
    )


def sides(store: Path, entry: LoadEntry) -> tuple[Version, Version] | None:
    """The versions before and after a load, with the other files of its call; None when they are not kept any more."""
    if entry.version is None or not path_of(store, entry.version).exists():
        return None
    after = open_version(store, entry.version)
    parent = after.engine.query("SELECT parent FROM meta.version")["parent"].iloc[0]
    if not isinstance(parent, str):
        return empty_version(), after
    return (open_version(store, parent), after) if path_of(store, parent).exists() else None


def note(store: Path, reports: Sequence[LoadReport], sentences: Sequence[str]) -> None:
    """Keep in words what the loads of a call changed together, for when their versions are gone."""
    made = [report.load_id for report in reports if report.load_id]
    if made and sentences:
        # The load is made by now: when the disk has no room for these words, only they are lost.
        with suppress(OSError):
            ledger.append(store, EVENT, loads=made, sentences=list(sentences))


def noted(store: Path, load_id: str) -> list[str]:
    """What was noted of a load; empty when nothing was."""
    found: list[Mapping[str, Any]] = [e for e in ledger.events(store) if e["event"] == EVENT and load_id in e["loads"]]
    return [str(sentence) for sentence in found[-1]["sentences"]] if found else []
