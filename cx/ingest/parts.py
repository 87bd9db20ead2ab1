"""The parts of a recognised export: which a file has, what the person said of each, where its rows are staged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.formats import Recognised
from cx.ingest.formats.base import Part
from cx.ingest.formats.resolving import Columns
from cx.ingest.mapping import Mapping
from cx.ingest.naming import canonical_names
from cx.ingest.options import LoadOptions, Question
from cx.ingest.read import TextTable
from cx.language import _
from cx.model import TABLES

HOME = "main"


@dataclass(slots=True)
class Room:
    """The rows of a file that make one canonical table. schema: where they are staged.

    text: the columns they may use, some made from several. within, scales: see Part. some: whether they are not all
    rows.
    """

    schema: str
    text: TextTable
    mapping: Mapping
    questions: list[Question] = field(default_factory=list)
    within: str = ""
    scales: dict[str, str] = field(default_factory=dict)
    some: bool = False


@contextmanager
def inside(workspace: Workspace, schema: str) -> Iterator[None]:
    """Within it, statements that name no schema mean the tables of this one, then those of the whole file."""
    if schema == HOME:
        yield
        return
    workspace.execute(f"SET search_path = '{schema},{HOME}'")
    try:
        yield
    finally:
        workspace.execute(f"SET search_path = '{HOME}'")


def parts_for(recognised: Recognised, text: TextTable, options: LoadOptions) -> tuple[Part, ...]:
    """The parts that the file has the columns for and the person wants; none when he means another table.

    Raises UsageError for a column that is not there.
    """
    _check_numbers(text, options)
    columns = Columns(text.columns, b"")
    parts = [part for part in recognised.format.parts if not part.needs or columns.first(part.needs)]
    if options.table:
        parts = [part for part in parts if part.table == options.table]
    known = {name for part in parts for name in TABLES[part.table].names}
    return tuple(parts) if (canonical_names() - known).isdisjoint({*options.maps, *options.sets}) else ()


def said_of(part: Part, options: LoadOptions, *, main: bool) -> LoadOptions:
    """What the person said, as far as it concerns this part; names that no table has are dimensions of the main one."""
    names = set(TABLES[part.table].names)

    def mine(said: dict[str, str]) -> dict[str, str]:
        return {name: text for name, text in said.items() if name in names or (main and name not in canonical_names())}

    return replace(options, maps=mine(dict(options.maps)), sets=mine(dict(options.sets)), columns={})


def _check_numbers(text: TextTable, options: LoadOptions) -> None:
    last = len(text.columns)
    for number in options.columns:
        if not (number.isdecimal() and 1 <= int(number) <= last):
            raise UsageError(
                _("there is no column number “{number}”.").format(number=number),
                where=f"--column {number}",
                mend=_("The file has {last} columns; name one by its number, from 1.").format(last=last),
            )
