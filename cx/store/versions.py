"""Immutable versions of the data: which there are, which is current, and opened ones for reading."""

from __future__ import annotations

import os
import secrets
import threading
from collections import OrderedDict
from pathlib import Path

from cx.engines.duckdb import DuckMaker
from cx.errors import CxError, StoreError
from cx.language import _
from cx.store import ledger
from cx.store.empty import EMPTY_ID, empty_version
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
_guard = threading.Lock()


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
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(version_id + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(store / "current")
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


def open_version(store: Path, version_id: str | None = None) -> Version:
    """A version opened for reading, shared by the threads of this process; None opens the current one.

    A store without data gives an empty version. Raises StoreError when the version is gone or damaged.
    """
    wanted = version_id or current_id(store)
    if wanted is None or wanted == EMPTY_ID:
        return empty_version()
    path = path_of(store, wanted)
    with _guard:
        if path in _opened:
            _opened.move_to_end(path)
            return _opened[path]
        version = _open(path, wanted)
        _opened[path] = version
        while len(_opened) > OPEN_AT_ONCE:
            # Not closed here: another thread may be reading it. It closes when its last reader lets go.
            _opened.popitem(last=False)
        return version


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


def _open(path: Path, version_id: str) -> Version:
    if not path.exists():
        raise StoreError(
            _("the data version {version_id} is not kept any more.").format(version_id=version_id),
            where=path.name,
            mend=_("Open the page without the version in its link to see the current data."),
        )
    try:
        engine = MAKER.reader(path)
    except StoreError as error:
        raise _damaged(path, version_id, error.what) from error
    try:
        return describe(engine, version_id)
    except (CxError, KeyError) as error:
        engine.close()
        raise _damaged(path, version_id, _("a part of it is not as it was written.")) from error


def _damaged(path: Path, version_id: str, why: str) -> StoreError:
    others = [name for name in version_ids(path.parent.parent) if name != version_id]
    mend = _("Load the files again into an empty folder (CX_HOME).")
    if others:
        mend = _(
            "Write the name of an earlier version into the file `current`: {versions}; or load the files again into an "
            "empty folder (CX_HOME)."
        ).format(versions=", ".join(others[-3:]))
    return StoreError(
        _("the data version {version_id} cannot be read: {why}").format(version_id=version_id, why=why),
        where=path.name,
        mend=mend,
    )
