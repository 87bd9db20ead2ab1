"""What points at versions and loads: the pointer, the ledger, saved views, marks; and what was left lying."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from cx.errors import CxError, StoreError
from cx.language import _
from cx.store import ledger, marks, view_log
from cx.store.checksums import LOG as CHECKSUMS
from cx.store.deep.finding import NOTE, OK, PROBLEM, Finding
from cx.store.home import versions_folder, work_folder
from cx.store.restoring import difference
from cx.store.versions import MAKER, current_id, number_of, open_version, version_ids
from cx.store.writing import abandoned, pointers_left
from cx.view import DATA_VERSION

LOGS = (ledger.LEDGER, marks.MARKS, view_log.VIEWS, CHECKSUMS)


def references(store: Path) -> Iterator[Finding]:
    """The findings about everything but the versions' own files."""
    yield from _pointer(store)
    yield from _lines(store)
    yield from _ledger(store)
    yield from _views(store)
    yield from _future(store)
    yield from _leftovers(store)


def _pointer(store: Path) -> Iterator[Finding]:
    try:
        current = current_id(store)
    except StoreError as error:
        yield Finding(PROBLEM, "pointer", "current", error.what, error.mend)
        return
    kept = version_ids(store)
    if current is None and kept:
        words = _("The pointer is missing, so that nothing is shown.")
        mend = _("Go back to a version with `cx restore VERSION`: {versions}.").format(versions=", ".join(kept[-3:]))
        yield Finding(PROBLEM, "pointer", "current", words, mend)
    elif current is not None and current not in kept:
        words = _("It names version {version}, whose file is gone.").format(version=current)
        yield Finding(PROBLEM, "pointer", "current", words, _("Put the file back from a backup, or run `cx restore`."))
    elif current is not None:
        yield Finding(OK, "pointer", "current", _("The pointer names version {version}.").format(version=current))


def _lines(store: Path) -> Iterator[Finding]:
    """Lines of the small logs that cannot be read: a crash cuts off the last one at most."""
    for name in LOGS:
        path = store / name
        if not path.exists():
            continue
        broken = [n for n, line in enumerate(path.read_bytes().splitlines(), start=1) if not _is_object(line)]
        if broken:
            words = _("Line {lines} cannot be read and is passed over.").format(lines=", ".join(map(str, broken[:5])))
            mend = _("If it is the last one, a crash cut it off: nothing to do. Else put the file back from a backup.")
            yield Finding(NOTE if len(broken) == 1 else PROBLEM, "torn_line", name, words, mend)


def _is_object(line: bytes) -> bool:
    try:
        return not line.strip() or isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _ledger(store: Path) -> Iterator[Finding]:
    """Loads that should hold and do not, or the other way round, in what is served."""
    try:
        version = open_version(store)
    except CxError:
        return  # told with the versions
    if version.empty and not ledger.events(store):
        return
    found = difference(store, version)
    for entry in found.missing:
        words = _("Load {load_id} is in the ledger and not in version {version}, which is shown.").format(
            load_id=entry["load_id"], version=version.id
        )
        mend = _("Load its file again: {file}.").format(file=entry.get("file", "?"))
        yield Finding(PROBLEM, "load_missing", ledger.LEDGER, words, mend)
    for entry in found.again:
        words = _("Load {load_id} was taken back and holds in version {version}, which is shown.").format(
            load_id=entry["load_id"], version=version.id
        )
        mend = _("Take it back once more with `cx undo {load_id}`.").format(load_id=entry["load_id"])
        yield Finding(PROBLEM, "load_again", ledger.LEDGER, words, mend)


def _views(store: Path) -> Iterator[Finding]:
    kept, newest = set(version_ids(store)), marks.newest(store)
    for view in view_log.saved(store):
        if view.data and view.data not in kept:
            words = _("The saved view {id} shows version {version}, which is not kept any more.").format(
                id=view.id, version=view.data
            )
            mend = _("Put the version's file back from a backup, or remove the view: `cx view remove {id}`.").format(
                id=view.id
            )
            yield Finding(PROBLEM, "view_version", view_log.VIEWS, words, mend)
        revision = view_log.revision(view)
        if revision is not None and revision > newest:
            words = _("The saved view {id} shows revision {n} of targets and events; there are {newest}.").format(
                id=view.id, n=revision, newest=newest
            )
            mend = _("Put marks.jsonl back from a backup, or remove the view: `cx view remove {id}`.").format(
                id=view.id
            )
            yield Finding(PROBLEM, "view_marks", view_log.VIEWS, words, mend)


def _future(store: Path) -> Iterator[Finding]:
    """What was written under a clock that was ahead: harmless, as versions go by their numbers, never by times."""
    now = ledger.now().isoformat()
    ahead = [e for e in ledger.events(store) if str(e.get("at", "")) > now]
    if ahead:
        words = _("Entries from a time that is still to come: {n}. The clock was ahead, or is behind now.").format(
            n=len(ahead)
        )
        yield Finding(NOTE, "future", ledger.LEDGER, words, _("Set the clock; nothing else is to be done."))


def _leftovers(store: Path) -> Iterator[Finding]:
    folder = versions_folder(store)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix != MAKER.suffix or not DATA_VERSION.fullmatch(path.stem):
            words = _("This is no version.")
            yield Finding(PROBLEM, "stranger", f"versions/{path.name}", words, _("Move it away."))
    own = {number_of(str(e["version"])) for e in ledger.events(store) if DATA_VERSION.fullmatch(str(e.get("version")))}
    for version_id in version_ids(store):
        if own and number_of(version_id) not in own:
            words = _("It was made and never became current: the load was cut off at its very end.")
            yield Finding(NOTE, "never_current", version_id, words, _("Its file may be removed."))
    work = work_folder(store)
    left = [path for path in sorted(work.iterdir()) if abandoned(path, time.time())] if work.is_dir() else []
    for path in (*left, *pointers_left(store)):
        words = _("A load that was cut off left it lying.")
        place = path.relative_to(store).as_posix()
        yield Finding(NOTE, "leftover", place, words, _("The next load removes it."))
