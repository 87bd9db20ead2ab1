"""One file, start to end: read, recognise, map, decide types, convert, refuse; leaves rows ready to be stored."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from pathlib import Path

from cx.engines.base import Workspace, quoted
from cx.errors import LoadError, UsageError
from cx.ingest.bytes import FileFacts, inspect
from cx.ingest.choosing import ask_which
from cx.ingest.columns import check_constants, readings
from cx.ingest.convert import CONVERTED, convert
from cx.ingest.flat import READY_ORDERS, is_flat, make_orders
from cx.ingest.formats import check_format
from cx.ingest.mapping import Mapping, complete
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.read import stage
from cx.ingest.recognise import recognise
from cx.ingest.refunds import note_large_refunds
from cx.ingest.refuse import USABLE, report_refusals, sort_rows
from cx.ingest.types.reading import Reading
from cx.ingest.vocabulary import vocabulary
from cx.language import ngettext


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """Rows for one canonical table: columns as they are stored, then row_no. staged: their table in the workspace."""

    table: str
    staged: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class Prepared:
    """A file ready to be stored, or with open questions and no rows. ready: parents before children."""

    facts: FileFacts
    report: LoadReport
    ready: list[ReadyTable] = field(default_factory=list)


def prepare(path: Path, workspace: Workspace, options: LoadOptions, hash_key: bytes) -> Prepared:
    """Read a file into an empty workspace. Raises LoadError (nothing usable) or UsageError (wrong options)."""
    check_format(options.format)
    _check_zone(options.timezone)
    facts = inspect(path)
    prepared = Prepared(facts, LoadReport(path.name))
    report = prepared.report
    text = stage(facts, workspace, header=options.header, known=vocabulary().known_names)
    report.rows_read = text.rows
    report.notes += text.notes
    chosen = recognise(text, path.name, workspace, options)
    if isinstance(chosen, list):
        report.questions += chosen
        return prepared
    report.table = chosen.table.name
    report.questions += ask_which(chosen.fields, text, options)
    mapping = complete(chosen.table, chosen.fields, text, workspace, options)
    report.mapping = mapping.to_text()
    check_constants(mapping, workspace)
    found = readings(mapping, workspace, options, hash_key)
    report.questions += [question for reading in found for question in reading.questions]
    if report.questions:
        return prepared
    problems = convert(mapping, found, workspace)
    mapping.notes += note_large_refunds(CONVERTED, mapping, workspace)
    report.duplicates = sort_rows(mapping, found, problems, text, workspace)
    report_refusals(report, workspace)
    _refuse_all(report)
    prepared.ready = _ready(mapping, found, workspace)
    report.notes += mapping.notes + [note for reading in found for note in reading.notes]
    return prepared


def _ready(mapping: Mapping, found: list[Reading], workspace: Workspace) -> list[ReadyTable]:
    names = {reading.field for reading in found} | set(mapping.constants)
    names |= {mapping.generated} if mapping.generated else set()
    stored = [c.stored_name for c in mapping.table.columns if c.stored_name in names]
    dimensions = [name for name in (*mapping.dimensions, *mapping.constants) if name not in mapping.table.names]
    moved: list[str] = []
    ready: list[ReadyTable] = []
    if is_flat(mapping):
        columns, moved = make_orders(mapping, workspace)
        ready.append(ReadyTable("orders", READY_ORDERS, tuple(columns)))
    columns = stored + [name for name in dict.fromkeys(dimensions) if name not in moved]
    listed = ", ".join(quoted(name) for name in columns)
    staged = f"ready_rows_{mapping.table.name}"
    workspace.execute(f"CREATE VIEW {staged} AS SELECT {listed}, line AS row_no FROM {USABLE}")
    ready.append(ReadyTable(mapping.table.name, staged, tuple(columns)))
    return ready


def _refuse_all(report: LoadReport) -> None:
    """A file of which nothing can be used is refused as a whole, with its first reason."""
    if report.refused_count < report.rows_read:
        return
    only = ngettext("its only row cannot be used", "none of the {n} rows can be used", report.rows_read)
    raise LoadError(
        f"{only.format(n=report.rows_read)}; {report.refused[0].sentence()}.",
        where=report.file_name,
        mend=f"Check that the file holds {report.table}, and map its columns with --map FIELD=COLUMN.",
    )


def _check_zone(zone: str) -> None:
    try:
        zoneinfo.ZoneInfo(zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise UsageError(
            f"there is no time zone “{zone}”.", where="--timezone", mend="Use a name like Europe/Berlin."
        ) from error
