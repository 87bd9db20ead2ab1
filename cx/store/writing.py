"""Making a new version: one writer at a time, on a copy, published only when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from cx.engines.base import Workspace
from cx.errors import DamagedError, StoreError
from cx.ingest.progress import Progress, silent
from cx.language import N_, _
from cx.marts.build import build
from cx.settings import Settings
from cx.store import checksums, damage, ledger
from cx.store.home import make_folders, rehearsals_folder, sync_file, sync_folder, unwritable, work_folder, writable
from cx.store.schema import create_empty, create_meta
from cx.store.versions import (
    MAKER,
    checked_version,
    current_id,
    damaged,
    new_id,
    number_of,
    open_version,
    path_of,
    point_to,
    prune,
)
from cx.store.watching import watched

BY_PROCESS, BY_ANOTHER = N_(" by process {pid} since {time}"), N_(" by another process")
"""Who writes a store, as the error names him."""
LOCK_PATIENCE_SECONDS = 1.0
SHARE_BLOCKS = 0x40049409
"""Linux's request FICLONE."""
MARTS = 0.8
"""Share of the work of finishing a version that is done when its marts are made."""
ABANDONED_AFTER_SECONDS = 24 * 3600


@contextmanager
def only_writer(store: Path) -> Iterator[None]:
    """Hold the store's lock; StoreError saying who writes, when somebody else does. Sweeps what a crash left."""
    make_folders(store)
    lock = _acquired(store)
    try:
        with writable(store):
            (store / "writer.json").write_text(
                json.dumps({"pid": os.getpid(), "since": ledger.now().isoformat()}), encoding="utf-8"
            )
            sweep(store)
            yield
    finally:
        (store / "writer.json").unlink(missing_ok=True)
        lock.release()


def _acquired(store: Path) -> BaseFileLock:
    lock = FileLock(store / "lock", timeout=LOCK_PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            _("the store is being written{by}.").format(by=_who(store)),
            where=str(store),
            mend=_("Nothing was changed. Try again when that load has finished."),
        ) from error
    except OSError as error:
        raise unwritable(store, error) from error
    return lock


def _who(store: Path) -> str:
    try:
        writer = json.loads((store / "writer.json").read_text(encoding="utf-8"))
        return _(BY_PROCESS).format(pid=writer["pid"], time=writer["since"])
    except (OSError, ValueError, KeyError):
        return _(BY_ANOTHER)


@dataclass(slots=True)
class Draft:
    """A copy of the current version being changed. path: its file until it is published."""

    store: Path
    version_id: str
    parent: str | None
    path: Path
    workspace: Workspace

    def finish(self, reason: str, progress: Progress = silent) -> None:
        """Rebuild the marts, check and sync: the file is then complete, and nobody reads it yet."""
        building = _("Building the tables of the figures")
        progress(building, 0.0)
        settings = stored_settings(self.workspace)
        self.workspace.execute("DELETE FROM meta.version")
        self.workspace.execute(
            "INSERT INTO meta.version VALUES ($id, $number, $parent, $made_at, $reason)",
            {
                "id": self.version_id,
                "number": number_of(self.version_id),
                "parent": self.parent,
                "made_at": ledger.now().replace(tzinfo=None),
                "reason": reason,
            },
        )
        with watched(self.workspace, lambda share: progress(building, share * MARTS)) as told:
            build(self.workspace, settings, told)
        progress(_("Writing the data to the disk"), MARTS)
        self.workspace.finish()
        sync_file(self.path)
        progress(_("Checking the new data"), 1.0)


def publish(store: Path, path: Path, version_id: str) -> None:
    """Put a finished file among the versions; it is not yet current."""
    final = path_of(store, version_id)
    # Before the file is there: then there is no moment at which a version has none.
    checksums.note(store, version_id, path)
    path.replace(final)
    sync_folder(final.parent)
    open_version(store, version_id)


@contextmanager
def withdrawn_unless_current(store: Path, version_id: str) -> Iterator[None]:
    """Take a published file away again when it cannot be made current, because the disk is full: it would fill it."""
    try:
        yield
    except BaseException:
        if current_id(store) != version_id:
            with suppress(OSError):
                path_of(store, version_id).unlink(missing_ok=True)
        raise


def make_current(store: Path, version_id: str) -> None:
    """Move the pointer: from here on readers see this version."""
    point_to(store, version_id)
    prune(store)


@contextmanager
def draft(store: Path) -> Iterator[Draft]:
    """A writable copy of the current version, or a new empty one; removed unless it was published."""
    make_folders(store)
    with draft_in(work_folder(store), store) as new:
        yield new


@contextmanager
def trial(store: Path) -> Iterator[Draft]:
    """A draft that is never finished; it leaves nothing in a store that nothing was loaded into."""
    if current_id(store) is not None:
        with draft(store) as new:
            yield new
        return
    with tempfile.TemporaryDirectory(prefix="cx-trial-") as folder, draft_in(Path(folder), store) as new:
        yield new


@contextmanager
def draft_in(folder: Path, store: Path) -> Iterator[Draft]:
    """A draft in a folder of one's own."""
    parent, version_id = current_id(store), new_id(store)
    path = folder / f"{os.getpid()}-{version_id}{MAKER.suffix}"
    try:
        if parent is not None:
            # Read first: nothing is built on a version that is damaged, and it is told with the way back.
            checked_version(store, parent)
            _copy(path_of(store, parent), path)
        with closing(MAKER.writer(path)) as workspace:
            if parent is None:
                create_empty(workspace)
            else:
                create_meta(workspace)
            yield Draft(store, version_id, parent, path, workspace)
    except DamagedError as error:
        # The engine complains about the copy: what was damaged is where it comes from.
        fault = damage.doubt(store, parent, path_of(store, parent)) if parent else None
        if parent and fault:
            raise damaged(store, parent, fault.sentence) from error
        raise
    finally:
        remove(path)


def sweep(store: Path) -> None:
    """Remove unfinished files whose process is gone, and rehearsals that nobody wanted."""
    for folder in (work_folder(store), rehearsals_folder(store)):
        for path in list(folder.iterdir()) if folder.is_dir() else []:
            _sweep(path, finished=folder == rehearsals_folder(store))
    for path in pointers_left(store):
        remove(path)


def pointers_left(store: Path) -> list[Path]:
    """Pointers that were not put in their place, of processes that are gone."""
    return [path for path in store.glob("current.[0-9]*.tmp") if not _owner_lives(path)]


def _owner_lives(path: Path) -> bool:
    pid = path.name.split(".")[1]
    return pid.isdecimal() and alive(int(pid))


def _sweep(path: Path, *, finished: bool) -> None:
    """Remove what is abandoned."""
    if abandoned(path, time.time(), finished=finished):
        remove(path)


def abandoned(path: Path, now: float, *, finished: bool = False) -> bool:
    """Whether nobody works on an unfinished file any more: its process is gone, or a day has passed.

    finished: whether a name that does not begin with a process is a finished thing.
    """
    pid, dash, _rest = path.name.partition("-")
    try:
        old = now - path.stat().st_mtime > ABANDONED_AFTER_SECONDS
    except FileNotFoundError:
        # Went together with the file it belongs to, or its owner has just finished.
        return False
    owned = bool(dash) and pid.isdecimal()
    return old or (owned and not alive(int(pid))) or not (owned or finished)


def stored_settings(workspace: Workspace) -> Settings:
    """The settings kept in a version."""
    rows = workspace.query("SELECT key, value FROM meta.settings")
    return Settings().changed(dict(zip(rows["key"], rows["value"], strict=True)))


def _copy(source: Path, target: Path) -> None:
    try:
        if not _shared(source, target):
            shutil.copyfile(source, target)
    except OSError as error:
        raise StoreError(
            _("the current data cannot be copied."),
            where=str(source),
            mend=_("Check that the file is there and that the disk has room for a second copy."),
        ) from error


def _shared(source: Path, target: Path) -> bool:
    """Copy in an instant where the file system lets two files share their blocks until one of them is changed."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return False
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), SHARE_BLOCKS, old.fileno())
        except OSError:
            return False
    return True


def remove(path: Path) -> None:
    """Remove an unfinished file with what the engine keeps beside it, or a folder; what resists is swept later."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    for file in (path, path.with_name(path.name + ".wal")):
        with suppress(OSError):
            file.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)


def alive(pid: int) -> bool:
    """Whether there is a process of that number on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
