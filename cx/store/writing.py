"""Making a new version: one writer at a time, on a copy, published only when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from cx.engines.base import Workspace
from cx.errors import StoreError
from cx.marts.build import build
from cx.settings import Settings
from cx.store import ledger
from cx.store.home import make_folders, sync_file, sync_folder, work_folder
from cx.store.schema import create_empty, create_meta
from cx.store.versions import MAKER, current_id, new_id, number_of, open_version, path_of, point_to, prune

LOCK_PATIENCE_SECONDS = 1.0
ABANDONED_AFTER_SECONDS = 24 * 3600


@contextmanager
def only_writer(store: Path) -> Iterator[None]:
    """Hold the store's lock; StoreError saying who writes, when somebody else does. Sweeps what a crash left."""
    make_folders(store)
    lock = FileLock(store / "lock", timeout=LOCK_PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"the store is being written{_who(store)}.",
            where=str(store),
            mend="Nothing was changed. Try again when that load has finished.",
        ) from error
    try:
        (store / "writer.json").write_text(
            json.dumps({"pid": os.getpid(), "since": ledger.now().isoformat()}), encoding="utf-8"
        )
        sweep(store)
        yield
    finally:
        (store / "writer.json").unlink(missing_ok=True)
        lock.release()


def _who(store: Path) -> str:
    try:
        writer = json.loads((store / "writer.json").read_text(encoding="utf-8"))
        return f" by process {writer['pid']} since {writer['since']}"
    except (OSError, ValueError, KeyError):
        return " by another process"


@dataclass(slots=True)
class Draft:
    """A copy of the current version being changed. path: its file until it is published."""

    store: Path
    version_id: str
    parent: str | None
    path: Path
    workspace: Workspace

    def publish(self, reason: str) -> None:
        """Rebuild the marts, check, sync and rename; the version is then complete but not yet current."""
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
        build(self.workspace, settings)
        self.workspace.finish()
        sync_file(self.path)
        final = path_of(self.store, self.version_id)
        self.path.replace(final)
        sync_folder(final.parent)
        open_version(self.store, self.version_id)

    def make_current(self) -> None:
        """Move the pointer: from here on readers see this version."""
        point_to(self.store, self.version_id)
        prune(self.store)


@contextmanager
def draft(store: Path) -> Iterator[Draft]:
    """A writable copy of the current version, or a new empty one; removed unless it was published."""
    make_folders(store)
    with _draft_in(work_folder(store), store) as new:
        yield new


@contextmanager
def rehearsal(store: Path) -> Iterator[Draft]:
    """A draft that is never published; it leaves nothing in a store that nothing was loaded into."""
    if current_id(store) is not None:
        with draft(store) as trial:
            yield trial
        return
    with tempfile.TemporaryDirectory(prefix="cx-rehearsal-") as folder, _draft_in(Path(folder), store) as trial:
        yield trial


@contextmanager
def _draft_in(folder: Path, store: Path) -> Iterator[Draft]:
    parent, version_id = current_id(store), new_id(store)
    path = folder / f"{os.getpid()}-{version_id}{MAKER.suffix}"
    if parent is not None:
        _copy(path_of(store, parent), path)
    workspace = MAKER.writer(path)
    try:
        if parent is None:
            create_empty(workspace)
        else:
            create_meta(workspace)
        yield Draft(store, version_id, parent, path, workspace)
    finally:
        workspace.close()
        _remove(path)


@contextmanager
def staging(folder: Path, name: str) -> Iterator[Workspace]:
    """An empty workspace for the text of one file; gone afterwards, because it holds what must not be stored."""
    path = folder / f"{os.getpid()}-{name}-{time.monotonic_ns()}{MAKER.suffix}"
    workspace = MAKER.writer(path)
    try:
        # Never committed, so nothing waits for the disk: the file is thrown away anyway.
        workspace.execute("BEGIN")
        yield workspace
    finally:
        workspace.close()
        _remove(path)


def sweep(store: Path) -> None:
    """Remove unfinished files whose process is gone."""
    for path in list(work_folder(store).iterdir()):
        pid = path.name.partition("-")[0]
        try:
            old = time.time() - path.stat().st_mtime > ABANDONED_AFTER_SECONDS
        except FileNotFoundError:
            # Went together with the file it belongs to, or its owner has just finished.
            continue
        if not pid.isdecimal() or not _alive(int(pid)) or old:
            _remove(path)


def stored_settings(workspace: Workspace) -> Settings:
    """The settings kept in a version."""
    rows = workspace.query("SELECT key, value FROM meta.settings")
    return Settings().changed(dict(zip(rows["key"], rows["value"], strict=True)))


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise StoreError(
            "the current data cannot be copied.",
            where=source.name,
            mend="Check that the file is there and that the disk has room for a second copy.",
        ) from error


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
