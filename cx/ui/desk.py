"""What one visitor is loading: the files that wait, the work that runs, what came of it. One piece of work at a time.

The desk lives as long as the visit. A rehearsal ends with its visitor; what the visitor decided (load, take back, demo
data) is carried out even when the page is closed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from cx.errors import CxError, UsageError
from cx.ingest.options import LoadReport
from cx.store.home import home
from cx.store.loads import discard
from cx.store.rehearsals import rehearsed
from cx.store.versions import current_id
from cx.store.writing import sweep
from cx.ui import jobs, left_behind, staging
from cx.ui.jobs import Job
from cx.ui.on_desk import Desk, Done
from cx.ui.signed_in import person
from cx.ui.staging import Waiting
from cx.ui.understanding import numbered, understood

DESK = "loading_desk"
REHEARSE, COMMIT, TRY_UNDO, UNDO, DEMO = "rehearse", "commit", "try_undo", "undo", "demo"


def desk() -> Desk:
    """This visitor's desk."""
    found: Desk = st.session_state.setdefault(DESK, Desk())
    return found


def receive() -> None:
    """Put what was dropped on the desk; a rehearsal without these files is of no use any more."""
    now = desk()
    _stop_rehearsing(now)
    taken = {file.name for file in now.files}
    for file in staging.received():
        # Reports are told apart by name.
        file.name = next(name for name in numbered(file.name) if name not in taken)
        taken.add(file.name)
        now.files.append(file)
    left_behind.keep(now.files)
    now.paused, now.done = False, None


def take_up(files: Sequence[Waiting]) -> None:
    """Put files of an earlier visit on the desk."""
    now = desk()
    now.files = [*now.files, *files]
    now.paused, now.done = False, None


def forget(file: Waiting) -> None:
    """Take an upload off the desk, with all tables that are in it, and delete it."""
    now = desk()
    _stop_rehearsing(now)
    staging.remove(file)
    now.files = [other for other in now.files if other.path != file.path]
    if not now.files:
        walk_away()


def walk_away() -> None:
    """Delete the uploads and the rehearsal: as if nothing had been dropped."""
    now = desk()
    _stop_rehearsing(now)
    _clear(now)


def rehearse() -> None:
    """Begin to find out what loading the files would do."""
    now = desk()
    now.paused, now.problem, now.done, now.outdated = False, None, None, False
    now.tried = now.state
    left_behind.keep(now.files)
    _start(REHEARSE, {"sources": [source.to_json() for source in now.sources()], "replaces": now.rehearsal})
    now.rehearsal = now.consequence = None


def commit() -> None:
    """Begin to load what was rehearsed; when the data have changed since, find out anew what it would do."""
    now = desk()
    if _outdated(now.rehearsal):
        rehearse()
        now.outdated = True
        return
    left_behind.decided(now.files)
    folders = sorted({str(file.path.parent) for file in now.files})
    _start(COMMIT, {"rehearsal": now.rehearsal, "uploads": folders})


def try_undo(load_ids: tuple[str, ...]) -> None:
    """Begin to find out what taking loads back together would change."""
    _start(TRY_UNDO, {"loads": load_ids}, about=load_ids)


def undo(load_ids: tuple[str, ...]) -> None:
    """Begin to take loads back together."""
    desk().asking = None
    _start(UNDO, {"loads": load_ids}, about=load_ids)


def load_demo() -> None:
    """Begin to make and load the demo data."""
    _start(DEMO, {})


def cancel() -> None:
    """End the work that runs; the store stays as it was."""
    now = desk()
    if now.job is None:
        return
    now.paused = now.job.kind == REHEARSE
    now.job.cancel()


def take() -> None:
    """When the work has ended, put what came of it on the desk."""
    now = desk()
    job = now.job
    if job is None or not job.ended:
        return
    now.job = None
    try:
        answer = job.outcome()
    except CxError as error:
        if job.cancelled:
            _swept()
            if not now.paused:
                now.tried = ()  # ended because the visitor was away for a moment: begin anew
        else:
            now.problem = error
    else:
        _take(now, job.kind, answer)
    finally:
        job.put_away()


def _take(now: Desk, kind: str, answer: Mapping[str, Any]) -> None:
    if kind == REHEARSE:
        uploads = zip(now.uploads(), answer["files"], strict=True)
        now.files = [file for tables, told in uploads for file in understood(tables, told)]
        # An archive is known by its tables from now on; nothing was said about them that was not tried.
        now.tried = now.state
        now.rehearsal, now.consequence = answer["rehearsal"], answer["consequence"]
        return
    reports = tuple(LoadReport.from_json(report) for report in answer.get("reports", ()))
    done = Done(reports, answer["consequence"], now.about)
    if kind == TRY_UNDO:
        now.asking = done
        return
    now.done = done
    if kind == COMMIT:
        now.rehearsal = None
        _clear(now)


def _start(kind: str, asked: Mapping[str, Any], about: tuple[str, ...] = ()) -> None:
    now = desk()
    if now.job is not None:
        return
    now.problem, now.about = None, about
    now.job = jobs.start(staging.uploads(), kind, asked, person().name)
    if kind in (REHEARSE, TRY_UNDO):
        running = _running()
        running[:] = [*(job for job in running if not job.ended), now.job]


def _stop_rehearsing(now: Desk) -> None:
    if now.job is not None and now.job.kind == REHEARSE:
        now.job.put_away()
        now.job, now.tried = None, ()
        _swept()


def _clear(now: Desk) -> None:
    for file in now.files:
        staging.remove(file)
    if now.rehearsal is not None:
        with suppress(UsageError):  # swept meanwhile
            discard(home(), now.rehearsal)
    now.files, now.rehearsal, now.consequence, now.tried, now.problem = [], None, None, (), None


def _outdated(rehearsal: str | None) -> bool:
    """Whether somebody changed the data after a rehearsal, or it is gone: what was told of it holds no more."""
    try:
        return rehearsal is None or rehearsed(home(), rehearsal).parent != current_id(home())
    except CxError:
        return True


def _swept() -> None:
    """What a process left that had no time to put its files away."""
    if (home() / "tmp").is_dir():
        sweep(home())


def _end(running: list[Job]) -> None:
    for job in running:
        job.put_away()


@st.cache_resource(scope="session", on_release=_end, show_spinner=False)
def _running() -> list[Job]:
    """The rehearsals of this visit; Streamlit lets go of them, and so ends them, when the visitor is gone."""
    return []
