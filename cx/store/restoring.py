"""Going back to an earlier version when the current one is damaged; the ledger says what is lost by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx import events
from cx.errors import StoreError, UsageError
from cx.language import _
from cx.store import ledger
from cx.store.reading import Version
from cx.store.versions import checked_version, current_before, current_id, point_to
from cx.store.writing import only_writer

EVENT = "restore"


@dataclass(frozen=True, slots=True)
class Difference:
    """Between what the ledger says and what a version holds, as lines of the ledger.

    missing: loads that should hold and do not. again: loads that were taken back and hold.
    """

    missing: tuple[Mapping[str, Any], ...]
    again: tuple[Mapping[str, Any], ...]


def difference(store: Path, version: Version) -> Difference:
    """What the loads of a version lack of those that the ledger says hold, and what it has beyond them."""
    rows = version.engine.query("SELECT load_id, file_hash, table_name FROM meta.loads")
    held = set(rows["load_id"].astype(str))
    # A load that a crash cut off at its very end, and whose file was loaded again since, lacks nothing.
    files = set(zip(rows["file_hash"], rows["table_name"], strict=True))
    told = ledger.events(store)
    undone = {str(e["load_id"]) for e in told if e["event"] == "undo"}
    loads = {str(e["load_id"]): e for e in told if e["event"] == "load"}
    return Difference(
        tuple(
            e
            for name, e in loads.items()
            if name not in undone and name not in held and (e.get("file_hash"), e.get("table")) not in files
        ),
        tuple(e for name, e in loads.items() if name in undone and name in held),
    )


def restore(store: Path, version_id: str | None = None, *, who: str = "") -> tuple[Version, Difference]:
    """Make an earlier version current, the latest that is whole unless one is named; returns what is different then.

    The loads that are lost by it are told as taken back. Raises UsageError when the current version is whole and none
    is named, StoreError when the named one is damaged or none is whole.
    """
    with only_writer(store):
        current = current_id(store)
        if current is None and version_id is None:
            raise UsageError(_("the store is empty."), mend=_("There is nothing to go back to."))
        if current and version_id is None and _whole(store, current):
            raise UsageError(
                _("the current data version {version_id} is whole.").format(version_id=current),
                mend=_("Name the version to go back to all the same, or take loads back with `cx undo`."),
            )
        version = _target(store, current, version_id)
        found = difference(store, version)
        for entry in found.missing:
            ledger.append(store, "undo", load_id=entry["load_id"], version=version.id, who=who)
        ledger.append(store, EVENT, version=version.id, instead_of=current, who=who)
        point_to(store, version.id)
    events.tell("restored", data_version=current, served=version.id)
    return version, found


def _target(store: Path, current: str | None, version_id: str | None) -> Version:
    if version_id is not None:
        return checked_version(store, version_id)
    for earlier in current_before(store, current) if current else ():
        if _whole(store, earlier):
            return checked_version(store, earlier)
    raise StoreError(
        _("no kept version is whole."),
        where=str(store),
        mend=_("Put a version's file back from a backup, or load the files again into an empty folder (CX_HOME)."),
    )


def _whole(store: Path, version_id: str) -> bool:
    try:
        checked_version(store, version_id)
    except StoreError:
        return False
    return True
