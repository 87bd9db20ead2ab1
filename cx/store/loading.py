"""One pass over the files of a load: each is read, checked and merged into a draft; then the draft is published."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from cx import events
from cx.engines.base import Workspace
from cx.errors import LoadError
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.prepare import Prepared, prepare
from cx.ingest.progress import Progress, part, silent
from cx.ingest.refuse import REFUSED
from cx.ingest.remembered import Memory
from cx.language import N_, _
from cx.store import ledger
from cx.store.email_key import hash_key, key_of_trial
from cx.store.history import ledger_facts, next_load_no
from cx.store.merging import REPLACE, merge, replace
from cx.store.recording import loaded_before, notes, record
from cx.store.remembering import learn, memory
from cx.store.sources import Source, Table, as_sources, tables
from cx.store.standing import stand
from cx.store.versions import open_version
from cx.store.watching import watched
from cx.store.writing import Draft, draft, make_current, only_writer, publish, trial, withdrawn_unless_current

BESIDE = "staged"
READ = 0.8
"""Share of the work of one file that is done when it is read and checked; the rest stores it."""
FILES = 0.6
"""Share of the work of a load that is done when all its files are stored; the rest makes the marts."""
CHECKED, LOADED = N_("The files are checked"), N_("The files are loaded")


def load(
    store: Path,
    sources: Sequence[Source | Path],
    options: LoadOptions = LoadOptions(),  # noqa: B008
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    who: str = "",
) -> list[LoadReport]:
    """Load files together or not at all; returns one report per file, in their order.

    options: of the files that are given by their path. who: the person, as the ledger names them. When a report has
    questions, or nothing in the files is new, nothing was changed: load_id is None then. progress is called before
    every long step. Raises LoadError (a file that cannot be used), UsageError (options that do not fit) or StoreError
    (somebody else is writing, or the disk is full).
    """
    given = as_sources(sources, options)
    if dry_run:
        with trial(store) as tried:
            reports = take_in(tried, given, key_of_trial(store), progress=progress, who=who)
        progress(_(CHECKED), 1.0)
        for report in reports:
            report.load_id = None
        return reports
    with events.work("load", files=len(given)) as facts, only_writer(store), draft(store) as new:
        reports = take_in(new, given, hash_key(store), progress=part(progress, 0, FILES), who=who)
        if changes(reports):
            new.finish(reason(reports), part(progress, FILES, 1))
            with withdrawn_unless_current(store, new.version_id):
                publish(store, new.path, new.version_id)
                told(store, reports, new.version_id, who)
                make_current(store, new.version_id)
        facts.update(counted(reports))
        progress(_(LOADED), 1.0)
        return reports


def counted(reports: Sequence[LoadReport]) -> dict[str, events.Fact]:
    """What of the reports of a call may stand in the log: ids and counts."""
    return {
        "loads": [report.load_id for report in reports if report.load_id],
        "data_version": reports[0].data_version,
        "rows_read": sum(report.rows_read for report in reports),
        "rows_loaded": sum(report.rows_loaded for report in reports),
        "refused": sum(report.refused_count for report in reports),
    }


def take_in(
    new: Draft, sources: Sequence[Source], key: bytes, *, progress: Progress = silent, who: str = ""
) -> list[LoadReport]:
    """Read files into a draft; a report has the id that its load has when the draft is published."""
    one_pass = Pass(new, key, who)
    first_no = next_load_no(new.store, new.workspace)
    reports = []
    # Named after this process, so that it is swept when the process is gone.
    with TemporaryDirectory(prefix=f"{os.getpid()}-", dir=new.path.parent) as folder:
        found = tables(sources, Path(folder))
        total, done = sum(table.size for table in found), 0
        for n, table in enumerate(found):
            share = part(progress, done / total, (done + table.size) / total)
            done += table.size
            reports.append(one_pass.take(table, first_no + n, share))
    new_rows = changes(reports)
    if new_rows:
        stand(new.workspace, reports)
    for report in reports:
        report.data_version = new.parent
        if not new_rows:
            report.load_id, report.rows_loaded, report.superseded, report.also = None, 0, 0, {}
    return reports


def changes(reports: Sequence[LoadReport]) -> bool:
    """Whether anything is different after these loads."""
    return not any(r.questions for r in reports) and any(r.rows_loaded or r.also for r in reports)


def reason(reports: Sequence[LoadReport]) -> str:
    """Why there is a version, in words."""
    return "load " + ", ".join(report.file_name for report in reports)


def told(store: Path, reports: Sequence[LoadReport], version_id: str, who: str) -> None:
    """Write the loads that are about to be current into the ledger, and remember what was said about their files."""
    version = open_version(store, version_id)
    for report in reports:
        report.data_version = version_id
        if report.load_id:
            ledger.append(store, "load", **ledger_facts(version, report), who=who)
    learn(store, version, reports)


@dataclass(slots=True)
class Pass:
    """The files of one call on their way into one draft. key: under which e-mail addresses are hashed.

    floors: table -> the first load of this call that replaces it.
    """

    new: Draft
    key: bytes
    who: str
    floors: dict[str, int] = field(default_factory=dict)

    def take(self, table: Table, load_no: int, progress: Progress) -> LoadReport:
        """Read, check and store one table."""
        source = table.source
        progress(f"Reading {source.shown}", 0.0)
        began = time.monotonic()
        with closing(self.new.workspace.beside(BESIDE)) as text:
            known = memory(self.new.store)
            prepared = prepared_from(source, text, self.key, part(progress, 0, READ), known)
            report = prepared.report
            report.notes[:0] = table.notes
            if report.questions:
                return report
            earlier = loaded_before(self.new.workspace, prepared, prepared.options)
            if earlier:
                report.duplicates = report.rows_read - report.refused_count
                report.notes.append(
                    _("This file was loaded before, as load {earlier}; nothing changed.").format(earlier=earlier)
                )
                return report
            storing = _("Storing {file}").format(file=source.shown)
            progress(storing, READ)
            with watched(self.new.workspace, lambda share: progress(storing, READ + share * (1 - READ))):
                self._store(prepared, prepared.options, load_no, began)
        return report

    def _store(self, prepared: Prepared, options: LoadOptions, load_no: int, began: float) -> None:
        """Append one file's rows and its refusals, and fill in its report; nothing when no row is new."""
        report, space = prepared.report, self.new.workspace
        space.execute("BEGIN")
        for ready in prepared.ready:
            gone = self._replace(ready.table, load_no) if options.mode == REPLACE else 0
            merged = merge(space, ready, load_no, options.mode, beside=BESIDE)
            if ready.table == report.table:
                report.rows_loaded, report.superseded = merged.loaded, merged.superseded
                report.duplicates += merged.duplicates
            elif merged.loaded:
                report.also[ready.table] = merged.loaded
            report.notes += notes(ready.table, merged, gone)
        if report.rows_loaded or report.also:
            report.load_id = f"L{load_no}"
            record(self.new, prepared, options, self.who, time.monotonic() - began)
            space.execute(
                f"INSERT INTO meta.refused SELECT {load_no}, line, column_name, value, reason, row_text "
                f"FROM {BESIDE}.{REFUSED} ORDER BY line"
            )
            space.execute("COMMIT")
        else:
            # No load is made of a file that brings nothing new, so nothing is kept of it.
            space.execute("ROLLBACK")
            report.notes.append(_("Every row is stored already, so no load was made of this file."))

    def _replace(self, table: str, load_no: int) -> int:
        """Rows of a table that held before this call and are replaced now; files of one call replace them together."""
        first = table not in self.floors
        floor_no = self.floors.setdefault(table, load_no)
        held = replace(self.new.workspace, table, load_no, floor_no)
        return held if first else 0


def prepared_from(source: Source, text: Workspace, key: bytes, progress: Progress, known: Memory) -> Prepared:
    """A source read into an empty workspace; what is wrong with it is told under the name people see."""
    try:
        prepared = prepare(source.path, text, source.options, key, progress=progress, memory=known)
    except LoadError as error:
        if source.name and error.where.startswith(source.path.name):
            where = source.name + error.where.removeprefix(source.path.name)
            raise LoadError(error.what, where=where, mend=error.mend) from error
        raise
    prepared.report.file_name = source.shown
    return prepared
