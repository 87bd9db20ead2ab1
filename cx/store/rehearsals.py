"""Loads rehearsed: a complete candidate for the next version that nobody reads yet, to be committed or discarded."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cx import events
from cx.errors import StoreError, UsageError
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.progress import Progress, part, silent
from cx.language import N_, _
from cx.store.email_key import hash_key
from cx.store.home import PRIVATE, make_folders, rehearsals_folder, sync_file, writable
from cx.store.loading import CHECKED, FILES, LOADED, changes, counted, load, reason, take_in, told
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.sources import Source, as_sources
from cx.store.versions import MAKER, current_id, next_number, number_of
from cx.store.writing import draft_in, make_current, only_writer, publish, remove, sweep, withdrawn_unless_current

NAME = re.compile(r"[0-9a-f]{16}")
FACTS = "rehearsal.json"
MOVED = N_(
    "The data had changed since the file was checked, so it was read and checked once more, beside the new data."
)


@dataclass(frozen=True)
class Rehearsal:
    """What a load would do. parent: the version it was made on, None: an empty store. reports: one for each file.

    version_id: of the candidate; None when a question is open, or nothing in the files is new.
    """

    store: Path
    id: str
    parent: str | None
    version_id: str | None
    sources: tuple[Source, ...]
    reports: tuple[LoadReport, ...]

    @property
    def open(self) -> bool:
        """Whether a question must be answered before anything can be loaded."""
        return any(report.questions for report in self.reports)

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return rehearsals_folder(self.store) / self.id

    @property
    def path(self) -> Path:
        """The candidate's file."""
        return self.folder / f"{self.version_id}{MAKER.suffix}"

    def version(self) -> Version | None:
        """The candidate, opened for reading; None when there is none. StoreError when it is gone."""
        if self.version_id is None:
            return None
        if not self.path.exists():
            raise StoreError(_("the rehearsed data are gone."), where=self.id, mend=_("Check the files once more."))
        return describe(MAKER.reader(self.path), self.version_id)


def rehearse(
    store: Path,
    sources: Sequence[Source | Path],
    options: LoadOptions = LoadOptions(),  # noqa: B008
    *,
    progress: Progress = silent,
    who: str = "",
) -> Rehearsal:
    """Read, check and merge files into a complete candidate version, without publishing it; see load for the errors.

    Several may be made at a time, and while somebody loads. The files must stay where they are until it is committed.
    """
    given = tuple(as_sources(sources, options))
    make_folders(store)
    sweep(store)
    name = secrets.token_hex(8)
    unfinished = rehearsals_folder(store) / f"{os.getpid()}-{name}"
    try:
        with events.work("rehearsal", files=len(given)) as facts, writable(store):
            unfinished.mkdir(mode=PRIVATE)
            made = _make(store, name, unfinished, given, progress, who)
            (unfinished / FACTS).write_text(_as_text(made), encoding="utf-8")
            sync_file(unfinished / FACTS)
            unfinished.replace(made.folder)
            facts.update(counted(made.reports))
    finally:
        remove(unfinished)
    progress(_(CHECKED), 1.0)
    return _shown(made)


def commit(store: Path, rehearsal_id: str, *, progress: Progress = silent, who: str = "") -> list[LoadReport]:
    """Publish a rehearsal's candidate; returns one report per file.

    When the data have changed since it was made, its files are loaded anew. Raises UsageError when there is no such
    rehearsal or a question is open, else as load.
    """
    made = _kept(store, rehearsal_id)
    if made.open:
        raise UsageError(_("a question about the files is open."), mend=_("Answer it and check the files once more."))
    reports = list(made.reports)
    if made.version_id is None:
        remove(made.folder)
        return reports
    with events.work("commit", files=len(reports)) as facts, only_writer(store):
        # Somebody else may have committed or discarded it while this one waited.
        _kept(store, rehearsal_id)
        if fits := _fits(made):
            progress(_("Publishing the new data"), 0.0)
            with withdrawn_unless_current(store, made.version_id):
                publish(store, made.path, made.version_id)
                told(store, reports, made.version_id, who)
                make_current(store, made.version_id)
            facts.update(counted(reports))
            remove(made.folder)
    if not fits:
        reports = load(store, made.sources, progress=progress, who=who)
        remove(made.folder)
        for report in reports:
            report.notes.append(_(MOVED))
    progress(_(LOADED), 1.0)
    return reports


def discard(store: Path, rehearsal_id: str) -> None:
    """Throw a rehearsal away; nothing else changes. UsageError when there is none of that name."""
    remove(_kept(store, rehearsal_id).folder)


def rehearsed(store: Path, rehearsal_id: str) -> Rehearsal:
    """A rehearsal made earlier, by this process or another; UsageError when there is none of that name."""
    return _shown(_kept(store, rehearsal_id))


def _make(store: Path, name: str, folder: Path, given: tuple[Source, ...], progress: Progress, who: str) -> Rehearsal:
    with draft_in(folder, store) as new:
        reports = tuple(take_in(new, given, hash_key(store), progress=part(progress, 0, FILES), who=who))
        if not changes(reports):
            return Rehearsal(store, name, new.parent, None, given, reports)
        new.finish(reason(reports), part(progress, FILES, 1))
        new.path.replace(folder / f"{new.version_id}{MAKER.suffix}")
        return Rehearsal(store, name, new.parent, new.version_id, given, reports)


def _fits(made: Rehearsal) -> bool:
    """Whether the candidate is what loading its files now would give."""
    unused = made.version_id is not None and number_of(made.version_id) == next_number(made.store)
    return unused and made.path.exists() and current_id(made.store) == made.parent


def _as_text(made: Rehearsal) -> str:
    facts = {
        "parent": made.parent,
        "version": made.version_id,
        "sources": [source.to_json() for source in made.sources],
        "reports": [report.to_json() for report in made.reports],
    }
    return json.dumps(facts, ensure_ascii=False)


def _kept(store: Path, name: str) -> Rehearsal:
    """A rehearsal as it was kept; its reports have the ids that their loads will have."""
    try:
        # The name may come from a link: nothing but a name leads to a file.
        path = rehearsals_folder(store) / NAME.fullmatch(name)[0] / FACTS  # type: ignore[index]
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (TypeError, OSError) as error:
        raise UsageError(
            _("there is no rehearsal “{name}” any more.").format(name=name), mend=_("Check the files once more.")
        ) from error
    except ValueError as error:
        raise StoreError(_("the rehearsal is damaged."), where=name, mend=_("Check the files once more.")) from error
    sources = tuple(Source.from_json(told) for told in facts["sources"])
    reports = tuple(LoadReport.from_json(told) for told in facts["reports"])
    return Rehearsal(store, name, facts["parent"], facts["version"], sources, reports)


def _shown(made: Rehearsal) -> Rehearsal:
    """The rehearsal with reports of loads that were not made."""
    return replace(made, reports=tuple(replace(report, load_id=None) for report in made.reports))
