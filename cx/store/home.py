"""Where the store lives, and what lies where in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cx.errors import StoreError
from cx.language import _

PROJECT = Path(__file__).resolve().parents[2]
PRIVATE = 0o700
"""Rights of folders with what is not hashed yet: their owner only."""


def home() -> Path:
    """The store's folder: $CX_HOME, or data/ in the project."""
    told = os.environ.get("CX_HOME", "").strip()
    return Path(told).expanduser().resolve() if told else PROJECT / "data"


def versions_folder(store: Path) -> Path:
    """The folder of finished versions."""
    return store / "versions"


def work_folder(store: Path) -> Path:
    """The folder of unfinished files; whatever lies there belongs to nobody's figures."""
    return store / "tmp"


def rehearsals_folder(store: Path) -> Path:
    """The folder of rehearsed loads: complete candidates for the next version, each in a folder of its own."""
    return store / "rehearsals"


def make_folders(store: Path) -> None:
    """Create the folders; StoreError when that is not possible.

    What is unfinished may hold addresses that are not hashed yet: only its owner may look into these folders.
    """
    try:
        versions_folder(store).mkdir(parents=True, exist_ok=True)
        for folder in (work_folder(store), rehearsals_folder(store)):
            folder.mkdir(mode=PRIVATE, exist_ok=True)
            if folder.stat().st_mode & 0o077:
                folder.chmod(PRIVATE)
    except (FileExistsError, NotADirectoryError) as error:
        raise no_folder(store) from error
    except OSError as error:
        raise StoreError(
            _("the store's folder cannot be written."), where=str(store), mend=_("Check the rights, or set CX_HOME.")
        ) from error


@contextmanager
def writable(store: Path) -> Iterator[None]:
    """While the store is written: StoreError when the disk is full or may not be written."""
    try:
        yield
    except OSError as error:
        raise unwritable(store, error) from error


def unwritable(store: Path, error: OSError) -> StoreError:
    """What to say when the disk refuses."""
    return StoreError(
        _("the store cannot be written ({strerror}).").format(strerror=error.strerror or type(error).__name__),
        where=str(store),
        mend=_("Nothing was changed. Check that the disk is not full and that its folder may be written."),
    )


def no_folder(store: Path) -> StoreError:
    """What to say when a file lies where the store's folder should be."""
    return StoreError(
        _("the store's home is not a folder."),
        where=str(store),
        mend=_("Set CX_HOME to a folder, or move that file away."),
    )


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
