"""One file, start to end: read, recognise, map, decide types, convert, refuse; leaves rows ready to be stored."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cx.engines.base import Workspace
from cx.errors import LoadError, UsageError
from cx.ingest.bytes import FileFacts
from cx.ingest.checks import together
from cx.ingest.formats import CANONICAL, check_format
from cx.ingest.house import House
from cx.ingest.joining import READY, join_parts, rows_of
from cx.ingest.opening import read
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.parts import parts_for
from cx.ingest.progress import Progress, silent
from cx.ingest.read import TextTable
from cx.ingest.refuse import report_refusals
from cx.ingest.remembered import Memory
from cx.ingest.rows import ReadyTable, Rows, free_rows
from cx.ingest.telling import mapping_text, recognised_as, used_as
from cx.ingest.templates import is_template
from cx.language import _, ngettext

__all__ = ["Prepared", "ReadyTable", "prepare"]


@dataclass(slots=True)
class Prepared:
    """A file ready to be stored, or with open questions and no rows. ready: parents before children.

    options: what the person said of it, now and before.
    """

    facts: FileFacts
    report: LoadReport
    options: LoadOptions
    ready: list[ReadyTable] = field(default_factory=list)


def prepare(
    path: Path,
    workspace: Workspace,
    options: LoadOptions,
    hash_key: bytes,
    *,
    progress: Progress = silent,
    memory: Memory | None = None,
) -> Prepared:
    """Read a file into an empty workspace. memory: what was said before of files with such a header.

    Raises LoadError (nothing usable) or UsageError (wrong options).
    """
    check_format(options.format)
    _check_zone(options.timezone)
    opening, facts, text = read(path, workspace, options, memory, progress)
    options, found = opening.options, opening.found
    prepared = Prepared(facts, LoadReport(path.name), options)
    report = prepared.report
    report.rows_read, report.encoding, report.delimiter = text.rows, text.encoding or None, text.delimiter or None
    report.signature = opening.signature(text)
    report.notes += [*text.notes, *opening.notes]
    if found and found.header.zone and options.timezone == LoadOptions().timezone:
        # Not among the options that are remembered: another file of this header may be in another zone.
        options = replace(options, timezone=found.header.zone)
        report.notes.append(
            _("Times are read in {zone}, as the header of the file says.").format(zone=found.header.zone)
        )
    parts = parts_for(found, text, options) if found else ()
    house = House(found, parts, text, workspace, options, hash_key) if found and parts else None
    works = _map(house, text, path, workspace, options, report)
    report.questions = [*text.questions, *report.questions]
    for rows in works if not report.questions else ():
        report.questions += [q for q in rows.read(options, hash_key) if q not in report.questions]
    if report.questions:
        return prepared
    _sort(house, works, text, workspace, report)
    _refuse_all(report)
    report.findings = together([rows.check() for rows in works])
    prepared.ready = [table for rows in reversed(works) for table in rows.ready()]
    report.notes += [note for rows in works for note in rows.notes if note not in report.notes]
    return prepared


def _map(
    house: House | None, text: TextTable, path: Path, workspace: Workspace, options: LoadOptions, report: LoadReport
) -> list[Rows]:
    """The file's rooms with their columns mapped; what is open stands in the report."""
    if house is None:
        works, report.questions, report.proposals = free_rows(text, path, workspace, options)
        if works and is_template(works[0].mapping.table, text):
            report.format = CANONICAL
    else:
        rooms = house.rooms()
        works = [Rows(room, workspace) for room in rooms]
        report.format = house.format.name
        report.questions = [question for room in rooms for question in room.questions]
        report.proposals = used_as(house, rooms, text)
        house.hide(rooms)
    if works:
        report.table = works[0].mapping.table.name
        report.mapping = mapping_text([rows.mapping for rows in works])
    return works


def _sort(
    house: House | None, works: Sequence[Rows], text: TextTable, workspace: Workspace, report: LoadReport
) -> None:
    duplicates = [rows.sort(text) for rows in works]
    report.duplicates = duplicates[0]
    if house is not None:
        rooms = [rows.room for rows in works]
        report.duplicates = join_parts(house, rooms, text, workspace)
        report.rows_read = rows_of(rooms[0], text, workspace)
        for rows in works:
            rows.usable = READY
        report.notes += recognised_as(house, rooms, report.rows_read, workspace)
    report_refusals(report, workspace)


def _refuse_all(report: LoadReport) -> None:
    """A file of which nothing can be used is refused as a whole, with its first reason."""
    if report.refused_count < report.rows_read:
        return
    only = ngettext("its only row cannot be used", "none of the {n} rows can be used", report.rows_read)
    raise LoadError(
        f"{only.format(n=report.rows_read)}; {report.refused[0].sentence()}.",
        where=report.file_name,
        mend=_("Check that the file holds {table}, and map its columns with --map FIELD=COLUMN.").format(
            table=report.table
        ),
    )


def _check_zone(zone: str) -> None:
    try:
        zoneinfo.ZoneInfo(zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise UsageError(
            _("there is no time zone “{zone}”.").format(zone=zone),
            where="--timezone",
            mend=_("Use a name like Europe/Berlin."),
        ) from error
