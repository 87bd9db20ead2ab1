"""The kinds of work that `cx job` does: rehearse, commit, try an undo, undo, demo, report."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cx.cli import reporting
from cx.cli.job import Answer, problem
from cx.consequence import consequence
from cx.demo import generate
from cx.errors import CxError, StoreError, UsageError
from cx.ingest.options import LoadReport
from cx.ingest.progress import Progress
from cx.language import _
from cx.store.changed import note
from cx.store.home import home
from cx.store.loads import Rehearsal, Source, commit, discard, load, rehearse, undo
from cx.store.reading import Version
from cx.store.undo_trial import undone
from cx.store.versions import open_version

Asked = Mapping[str, Any]


def rehearse_files(asked: Asked, tell: Progress) -> Answer:
    """Find out what loading would do: reports or an error for each file, the rehearsal's id, its consequence.

    A file that cannot be used keeps no other from being understood. `replaces`: a rehearsal nobody wants any more.
    """
    if asked.get("replaces"):
        # Swept after a day, or gone with the data it was made on: neither is a reason to stop.
        with suppress(UsageError):
            discard(home(), asked["replaces"])
    sources = [Source.from_json(told) for told in asked["sources"]]
    rehearsal: Rehearsal | None
    try:
        rehearsal = rehearse(home(), sources, progress=tell, who=asked["who"])
        errors: list[CxError | None] = [None] * len(sources)
    except StoreError:
        raise
    except CxError as error:
        rehearsal, errors = _without_unusable(sources, error, tell, asked["who"])
    reports = list(rehearsal.reports if rehearsal else ())
    files = []
    for source, wrong in zip(sources, errors, strict=True):
        own = [] if wrong else _reports_of(source, reports)
        files.append({"reports": [r.to_json() for r in own], "error": problem(wrong) if wrong else None})
    return {"files": files, "rehearsal": rehearsal.id if rehearsal else None, **_would_change(rehearsal, tell)}


def commit_files(asked: Asked, tell: Progress) -> Answer:
    """Publish a rehearsal; tells the reports and what changed. `uploads`: folders of its files, removed when loaded."""
    before = open_version(home())
    reports = commit(home(), asked["rehearsal"], progress=tell, who=asked["who"])
    for folder in asked.get("uploads", ()):
        shutil.rmtree(folder, ignore_errors=True)  # here, as the page may be closed meanwhile
    return _done(reports, before, tell)


def try_undo(asked: Asked, tell: Progress) -> Answer:
    """Find out what taking loads back together would change, without doing it."""
    with undone(home(), asked["loads"], progress=tell) as after:
        return {"consequence": _compared(open_version(home()), after, tell)}


def undo_loads(asked: Asked, tell: Progress) -> Answer:
    """Take loads back together; tells what changed."""
    before = open_version(home())
    undo(home(), asked["loads"], progress=tell, who=asked["who"])
    return {"consequence": _compared(before, open_version(home()), tell)}


def load_demo(asked: Asked, tell: Progress) -> Answer:
    """Make the demo data and load them."""
    tell(_("Making the demo data"))
    before = open_version(home())
    with tempfile.TemporaryDirectory(prefix="cx-demo-") as folder:
        made = generate(Path(folder))
        reports = load(home(), [Source(path) for path in made.paths], progress=tell, who=asked["who"])
    return _done(reports, before, tell)


def make_report(asked: Asked, tell: Progress) -> Answer:
    """Make the report of a link, beside the answer; tells where it is and what could not be done."""
    out = Path(asked["result"]).with_name(f"report.{asked['form']}")
    told = reporting.make(asked["link"], out, asked["data"], asked["language"], tell)
    return {"file": str(out), "told": told}


KINDS: dict[str, Callable[[Asked, Progress], Answer]] = {
    "rehearse": rehearse_files,
    "commit": commit_files,
    "try_undo": try_undo,
    "undo": undo_loads,
    "demo": load_demo,
    "report": make_report,
}


def _without_unusable(
    sources: Sequence[Source], why: CxError, tell: Progress, who: str
) -> tuple[Rehearsal | None, list[CxError | None]]:
    """The rehearsal of the files that can be used, and the error of each of the others."""
    if len(sources) == 1:
        return None, [why]
    errors = [_error_of(source, tell) for source in sources]
    usable = [source for source, error in zip(sources, errors, strict=True) if error is None]
    if len(usable) == len(sources):
        raise why
    return rehearse(home(), usable, progress=tell, who=who) if usable else None, errors


def _error_of(source: Source, tell: Progress) -> CxError | None:
    try:
        load(home(), [source], dry_run=True, progress=tell)
    except CxError as error:
        return error
    return None


def _reports_of(source: Source, reports: list[LoadReport]) -> list[LoadReport]:
    """Take a file's reports from the front: its own one, or those of the tables inside it."""
    if reports and reports[0].file_name == source.shown:
        return [reports.pop(0)]
    own = []
    while reports and reports[0].file_name.startswith(source.shown):
        own.append(reports.pop(0))
    return own


def _would_change(rehearsal: Rehearsal | None, tell: Progress) -> Answer:
    candidate = rehearsal.version() if rehearsal else None
    reports = rehearsal.reports if rehearsal else ()
    told = _compared(open_version(home()), candidate, tell, reports) if candidate else None
    return {"consequence": told}


def _done(reports: Sequence[LoadReport], before: Version, tell: Progress) -> Answer:
    changed = any(report.load_id for report in reports)
    told = _compared(before, open_version(home()), tell, reports) if changed else None
    if told:
        note(home(), reports, told["sentences"])
    return {"reports": [report.to_json() for report in reports], "consequence": told}


def _compared(before: Version, after: Version, tell: Progress, reports: Sequence[LoadReport] = ()) -> Answer:
    tell(_("Comparing the figures before and after"))
    return consequence(before, after, reports).to_json()
