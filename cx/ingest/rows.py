"""The rows of one room, from mapped text to rows ready to be stored: types, problems, refusals, checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cx.engines.base import Workspace, quoted
from cx.ingest.checks import check
from cx.ingest.choosing import ask_which
from cx.ingest.columns import check_constants, readings
from cx.ingest.convert import CONVERTED, Problem, convert
from cx.ingest.findings import Finding
from cx.ingest.flat import READY_ORDERS, is_flat, make_orders
from cx.ingest.mapping import Mapping, complete
from cx.ingest.measures import settle_measures
from cx.ingest.options import LoadOptions, Proposal, Question
from cx.ingest.parts import HOME, Room, inside
from cx.ingest.profile import profile
from cx.ingest.proposals import open_proposals, proposals
from cx.ingest.read import TextTable
from cx.ingest.recognise import recognise
from cx.ingest.refunds import note_large_refunds
from cx.ingest.refuse import USABLE, sort_rows
from cx.ingest.types.reading import Reading


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """Rows for one canonical table: columns as they are stored, then row_no. staged: their table in the workspace."""

    table: str
    staged: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """A room at work. usable: the relation of the rows to store, once they are sorted."""

    room: Room
    workspace: Workspace
    found: list[Reading] = field(default_factory=list)
    usable: str = USABLE

    @property
    def mapping(self) -> Mapping:
        """Which column is which field."""
        return self.room.mapping

    @property
    def notes(self) -> list[str]:
        """What was decided about these rows."""
        return self.mapping.notes + [note for reading in self.found for note in reading.notes]

    def read(self, options: LoadOptions, key: bytes) -> list[Question]:
        """Decide how every column is read; what is open. Raises UsageError for a constant that fits no column."""
        with inside(self.workspace, self.room.schema):
            check_constants(self.mapping, self.workspace)
            told = replace(options, scales={**self.room.scales, **options.scales})
            self.found = readings(self.mapping, self.workspace, told, key)
        return [question for reading in self.found for question in reading.questions]

    def sort(self, text: TextTable) -> int:
        """Convert and sort the rows; how many were equal to an earlier one. text: the columns of the whole file."""
        with inside(self.workspace, self.room.schema):
            problems: list[Problem] = convert(self.mapping, self.found, self.workspace)
            self.mapping.notes += note_large_refunds(CONVERTED, self.mapping, self.workspace)
            return sort_rows(self.mapping, self.found, problems, text, self.workspace)

    def check(self) -> list[Finding]:
        """What is worth knowing about the usable rows."""
        with inside(self.workspace, self.room.schema):
            return check(self.mapping, self.workspace, rows=self.usable)

    def ready(self) -> list[ReadyTable]:
        """The rows to store, and for a flat file of order lines the orders made from them, which come first."""
        mapping = self.mapping
        names = {reading.field for reading in self.found} | set(mapping.constants)
        names |= {mapping.generated} if mapping.generated else set()
        stored = [c.stored_name for c in mapping.table.columns if c.stored_name in names]
        dimensions = [name for name in (*mapping.dimensions, *mapping.constants) if name not in mapping.table.names]
        moved: list[str] = []
        ready: list[ReadyTable] = []
        if self.room.schema == HOME and is_flat(mapping):
            columns, moved = make_orders(mapping, self.workspace)
            ready.append(ReadyTable("orders", READY_ORDERS, tuple(columns)))
        columns = stored + [name for name in dict.fromkeys(dimensions) if name not in moved]
        ready.append(ReadyTable(mapping.table.name, self._staged(columns), tuple(columns)))
        return ready

    def _staged(self, columns: Sequence[str]) -> str:
        listed = ", ".join(quoted(name) for name in columns)
        staged = f"ready_rows_{self.mapping.table.name}"
        self.workspace.execute(
            f"CREATE VIEW {HOME}.{staged} AS SELECT {listed}, line AS row_no FROM {self.room.schema}.{self.usable}"
        )
        return staged


def free_rows(
    text: TextTable, path: Path, workspace: Workspace, options: LoadOptions
) -> tuple[list[Rows], list[Question], list[Proposal]]:
    """A file of no known tool as one room, mapped by the names and values of its columns; what is open; all columns."""
    looks = profile(text, workspace)
    seen = recognise(text, path.name, workspace, options, looks)
    chosen = seen.chosen
    if chosen is None:
        return (
            [],
            seen.questions,
            open_proposals(seen.closest.table, seen.closest.fields, seen.closest.match, text, looks, options),
        )
    mapping = complete(chosen.table, chosen.fields, text, workspace, options, looks)
    mapping.notes += seen.notes
    measures = settle_measures(mapping, options, looks)
    room = Room(HOME, text, mapping, ask_which(chosen.fields, text, options) + seen.questions + measures)
    return [Rows(room, workspace)], room.questions, proposals(mapping, chosen.match, text, looks, options)
