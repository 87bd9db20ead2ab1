"""Loads: files in, rehearsed or at once, a load taken back, settings changed, and the history of all that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cx import events
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.progress import Progress
from cx.marts import form
from cx.store import ledger
from cx.store.history import LoadEntry, history, refused
from cx.store.loading import load
from cx.store.rehearsals import Rehearsal, commit, discard, rehearse
from cx.store.schema import write_settings
from cx.store.sources import Source
from cx.store.undoing import undo
from cx.store.writing import draft, make_current, only_writer, publish, stored_settings, withdrawn_unless_current

__all__ = [
    "LoadEntry",
    "LoadOptions",
    "LoadReport",
    "Progress",
    "Rehearsal",
    "Source",
    "change_settings",
    "commit",
    "discard",
    "history",
    "load",
    "refused",
    "rehearse",
    "undo",
]


def change_settings(store: Path, values: Mapping[str, str], *, who: str = "") -> str:
    """Change settings by name; returns the new data version. UsageError names a wrong key or value.

    Settings that are so already change nothing, unless the marts are an earlier release's: then these are made anew.
    """
    with events.work("settings") as facts, only_writer(store), draft(store) as new:
        old = stored_settings(new.workspace)
        settings = old.changed(values)
        if settings == old and new.parent is not None and form.is_current(new.workspace):
            return new.parent
        write_settings(new.workspace, settings)
        new.finish("settings")
        with withdrawn_unless_current(store, new.version_id):
            publish(store, new.path, new.version_id)
            ledger.append(store, "settings", values=dict(values), version=new.version_id, who=who)
            make_current(store, new.version_id)
        facts.update(data_version=new.version_id)
        return new.version_id
