"""Which files of versions this process knows to be damaged, and looking whether one is: each file once.

A file is known by its path, size, time and inode, so that one that was put back from a backup is looked at anew.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from cx.language import N_, _
from cx.store.checksums import checksum_of, recorded

OTHER_BYTES, OTHER_SIZE, UNREADABLE, COMPLAINT = (
    N_("its bytes are not those that were written."),
    N_("its file has {found} bytes; {wanted} were written."),
    N_("its file cannot be read ({strerror})."),
    N_("a part of it is not as it was written."),
)
MOST_DOUBTS = 3
"""So often a file that was found whole is read once more because the engine complained; then it is another mistake."""
Identity: TypeAlias = "tuple[Path, int, int, int]"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is damaged: a marked text, and what is put into it. Said in the language of who asks."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason, in words."""
        return _(self.text).format(**self.values)


_bad: dict[Identity, Fault] = {}
_whole: set[Identity] = set()
_doubts: dict[Identity, int] = {}
_guard = threading.Lock()


def identity(path: Path) -> Identity | None:
    """What a file is known by; None when it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return path, found.st_size, found.st_mtime_ns, found.st_ino


def known(path: Path) -> Fault | None:
    """Why a file is damaged, if this process has found that out; never reads it."""
    if not _bad:
        return None
    is_now = identity(path)
    return _bad.get(is_now) if is_now else None


def mark(path: Path, why: Fault) -> None:
    """Remember that a file is damaged."""
    if is_now := identity(path):
        with _guard:
            _bad[is_now] = why


def looked_at(path: Path) -> bool:
    """Whether a file was read through by this process, with whatever result."""
    is_now = identity(path)
    return is_now is None or is_now in _whole or is_now in _bad


def look(store: Path, version_id: str, path: Path) -> Fault | None:
    """Why a version's file is damaged, None when it is whole or has no checksum; reads it once per process."""
    if why := known(path):
        return why
    is_now = identity(path)
    if is_now is None or is_now in _whole:
        return None
    why = differs(store, version_id, path)
    with _guard:
        if why is None:
            _whole.add(is_now)
        else:
            _bad[is_now] = why
    return why


def doubt(store: Path, version_id: str, path: Path) -> Fault | None:
    """Why a file that the engine complains about is damaged: by its checksum; without one, by the complaint alone."""
    is_now = identity(path)
    if is_now is None:
        return None
    with _guard:
        _doubts[is_now] = _doubts.get(is_now, 0) + 1
        if _doubts[is_now] > MOST_DOUBTS:
            return _bad.get(is_now)
        _whole.discard(is_now)
    if version_id in recorded(store):
        return look(store, version_id, path)
    mark(path, Fault(COMPLAINT))
    return Fault(COMPLAINT)


def differs(store: Path, version_id: str, path: Path) -> Fault | None:
    """What is different from when a version was published; None when nothing is, or no checksum was kept.

    The size is held first: it says the most often that a file was cut off, and costs nothing.
    """
    wanted = recorded(store).get(version_id)
    if wanted is None:
        return None
    try:
        size = path.stat().st_size
        if size != wanted.size:
            return Fault(OTHER_SIZE, {"found": size, "wanted": wanted.size})
        return None if checksum_of(path) == wanted else Fault(OTHER_BYTES)
    except OSError as error:
        return Fault(UNREADABLE, {"strerror": error.strerror or type(error).__name__})
