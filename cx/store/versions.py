"""Immutable versions of the data: which there are, which is current, and opened ones for reading."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from cx import events
from cx.engines.duckdb import DuckMaker
from cx.errors import CxError, DamagedError, StoreError
from cx.language import _
from cx.store import damage, ledger
from cx.store.empty import EMPTY_ID, empty_version
from cx.store.guarded import Guarded
from cx.store.home import no_folder, sync_folder, versions_folder
from cx.store.lines import one_at_a_time
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.view_log import pinned_versions
from cx.view import DATA_VERSION

KEPT = 20
"""Rule of pruning: the newest so many versions are kept, always the current one, and every one that a saved view shows.
Links to others say so."""
OPEN_AT_ONCE = 4
"""Opened versions that a process keeps; the one not used for longest is let go."""
MAKER = DuckMaker()

_opened: OrderedDict[Path, Version] = OrderedDict()
_guard = threading.RLock()
_told: set[tuple[Path, str]] = set()


def path_of(store: Path, version_id: str) -> Path:
    """Where a version's file is; StoreError when the id is none."""
    if not DATA_VERSION.fullmatch(version_id):
        raise StoreError(
            _("“{version_id}” is not a data version.").format(version_id=version_id),
            mend=_("Leave the version out for the current data."),
        )
    return versions_folder(store) / f"{version_id}{MAKER.suffix}"


def number_of(version_id: str) -> int:
    """The running number in an id."""
    return int(version_id.partition("-")[0])


def version_ids(store: Path) -> list[str]:
    """All finished versions, oldest first."""
    names = [path.stem for path in versions_folder(store).glob(f"*{MAKER.suffix}")]
    return sorted((name for name in names if DATA_VERSION.fullmatch(name)), key=number_of)


def current_id(store: Path) -> str | None:
    """The version that is served; None when nothing was ever loaded."""
    try:
        text = (store / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise no_folder(store) from error
    if not DATA_VERSION.fullmatch(text):
        raise StoreError(
            _("the pointer to the current data is damaged."),
            where="current",
            mend=_("Write the name of a version into it: {listed}.").format(
                listed=", ".join(version_ids(store)[-3:]) or _("there is none")
            ),
        )
    return text


def point_to(store: Path, version_id: str) -> None:
    """Make a finished version the current one, in one step that happens wholly or not at all."""
    pointer = store / f"current.{os.getpid()}.tmp"
    try:
        with pointer.open("w", encoding="utf-8") as stream:
            stream.write(version_id + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        pointer.replace(store / "current")
    finally:
        pointer.unlink(missing_ok=True)
    sync_folder(store)


def new_id(store: Path) -> str:
    """An id for the next version: a number never used before, and a random part nobody can guess ahead."""
    return f"{next_number(store)}-{secrets.token_hex(3)}"


def next_number(store: Path) -> int:
    """The running number of the next version: one that no published version ever had."""
    used = [number_of(name) for name in version_ids(store)]
    used += [
        number_of(str(e["version"])) for e in ledger.events(store) if DATA_VERSION.fullmatch(str(e.get("version")))
    ]
    return max(used, default=0) + 1


@dataclass(frozen=True, slots=True)
class Served:
    """What is shown. damaged: the version that should be shown, when it is damaged and an earlier one is shown instead.

    why: what is wrong with it, in words.
    """

    version: Version
    damaged: str | None = None
    why: str = ""


def open_version(store: Path, version_id: str | None = None) -> Version:
    """A version opened for reading, shared by the threads of this process; None opens what is served.

    A store without data gives an empty version. Raises DamagedError when the version is damaged, StoreError when it is
    gone.
    """
    if version_id is None:
        return served(store).version
    if version_id == EMPTY_ID:
        return empty_version()
    path = path_of(store, version_id)
    with _guard:
        if fault := damage.known(path):
            _opened.pop(path, None)
            raise damaged(store, version_id, fault.sentence)
        if path in _opened:
            _opened.move_to_end(path)
            return _opened[path]
        version = _open(store, path, version_id)
        _opened[path] = version
        while len(_opened) > OPEN_AT_ONCE:
            # Not closed here: another thread may be reading it. It closes when its last reader lets go.
            _opened.popitem(last=False)
        return version


def checked_version(store: Path, version_id: str) -> Version:
    """The same for a version that something is built on: its checksum is held against its bytes first, once."""
    version = open_version(store, version_id)
    if fault := damage.look(store, version_id, path_of(store, version_id)):
        raise damaged(store, version_id, fault.sentence)
    return version


def served(store: Path) -> Served:
    """The current version; where it is damaged, the one that was current before it and can be read.

    Raises StoreError when there is none, or the pointer cannot be read.
    """
    wanted = current_id(store)
    if wanted is None:
        return Served(empty_version())
    try:
        return Served(open_version(store, wanted))
    except StoreError as error:
        first = error
    for version_id in current_before(store, wanted):
        try:
            version = open_version(store, version_id)
        except StoreError:
            continue
        _tell_damage(path_of(store, wanted), wanted, version_id)
        return Served(version, wanted, first.what)
    _tell_damage(path_of(store, wanted), wanted, None)
    raise first


def made_on(version: Version) -> date | None:
    """The day a version was made (UTC), None when it does not say."""
    rows = version.engine.query("SELECT made_at FROM meta.version")["made_at"]
    return None if rows.empty else pd.Timestamp(rows.iloc[0]).date()


def is_damaged(store: Path, version_id: str) -> bool:
    """Whether this process has found a version's file damaged; reads nothing."""
    return version_id != EMPTY_ID and damage.known(path_of(store, version_id)) is not None


def stood_in(store: Path) -> bool:
    """Whether this process has met a damaged current version; opens nothing that it has not opened."""
    return any(path.parent == versions_folder(store) for path, _instead in _told)


def current_before(store: Path, version_id: str) -> list[str]:
    """The kept versions that were current before one, the latest first: as the ledger says, else by their numbers.

    A higher number alone says nothing: an undo may have gone back to an earlier version.
    """
    kept = version_ids(store)
    told = [str(e["version"]) for e in ledger.events(store) if e.get("version")]
    if version_id in told:
        told = told[: len(told) - told[::-1].index(version_id)]
    earlier = [name for name in dict.fromkeys(reversed(told)) if name in kept and name != version_id]
    return earlier or [name for name in reversed(kept) if number_of(name) < number_of(version_id)]


def prune(store: Path) -> None:
    """Remove the oldest versions beyond KEPT; readers that have one open keep reading it."""
    try:
        with one_at_a_time(store):  # nobody saves a view of a version while it goes
            kept = {current_id(store), *pinned_versions(store)}
            for version_id in version_ids(store)[:-KEPT]:
                if version_id not in kept:
                    path_of(store, version_id).unlink(missing_ok=True)
    except StoreError:
        return  # the next load prunes; this one must not fail for it


def _open(store: Path, path: Path, version_id: str) -> Version:
    if not path.exists():
        raise StoreError(
            _("the data version {version_id} is not kept any more.").format(version_id=version_id),
            where=path.name,
            mend=_("Open the page without the version in its link to see the current data."),
        )
    began = time.monotonic()
    try:
        engine = Guarded(MAKER.reader(path), version_id, partial(_complained, store, version_id))
    except StoreError as error:
        raise damaged(store, version_id, error.what) from error
    try:
        version = describe(engine, version_id)
    except (CxError, KeyError) as error:
        engine.close()
        raise damaged(store, version_id, _(damage.COMPLAINT)) from error
    seconds = round(time.monotonic() - began, 3)
    rows = {name: version.counts.get(name, 0) for name in ("orders", "customers")}
    events.tell("version_opened", data_version=version_id, seconds=seconds, **rows)
    return version


def _complained(store: Path, version_id: str, error: DamagedError) -> StoreError:
    """Look into what the engine complains about; it is opened anew in any case, as it may answer nothing more."""
    path = path_of(store, version_id)
    with _guard:
        _opened.pop(path, None)
    if fault := damage.doubt(store, version_id, path):
        return damaged(store, version_id, fault.sentence)
    return StoreError(error.what, where=path.name, mend=_("Its file is whole: try once more."))


def found_damaged(store: Path, version_id: str) -> None:
    """Let go of a version that was found damaged while it was open, and tell the log."""
    path = path_of(store, version_id)
    with _guard:
        _opened.pop(path, None)
    _tell_damage(path, version_id, None)


def damaged(store: Path, version_id: str, why: str) -> DamagedError:
    """What to say of a damaged version, with the way back."""
    path = path_of(store, version_id)
    mend = _("Put its file back from a backup, or load the files again into an empty folder (CX_HOME).")
    if others := current_before(store, version_id):
        mend = _(
            "Put its file back from a backup, or go back to an earlier version with `cx restore` ({versions}) and load "
            "again what was loaded since."
        ).format(versions=", ".join(others[:3]))
    _tell_damage(path, version_id, None)
    return DamagedError(
        _("the data version {version_id} cannot be read: {why}").format(version_id=version_id, why=why),
        where=path.name,
        mend=mend,
    )


def _tell_damage(path: Path, version_id: str, instead: str | None) -> None:
    """Into the log, once for each file and what is served in its place."""
    if (path, instead or "") in _told:
        return
    _told.add((path, instead or ""))
    events.tell("damaged_version", "error", data_version=version_id, served=instead)
