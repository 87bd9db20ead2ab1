"""What a recognised file was taken for, in words: its rows, its columns, its mapping."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace
from cx.ingest.house import House
from cx.ingest.joining import READY
from cx.ingest.mapping import Mapping
from cx.ingest.options import Proposal
from cx.ingest.parts import Room
from cx.ingest.read import TextTable
from cx.ingest.showing import shown
from cx.language import N_, _, ngettext
from cx.model import called

SURE = 1.0


RECOGNISED = N_("Recognised as {title}: {words}.")
"""The note that a page says in words of its own."""


def mapping_text(mappings: Sequence[Mapping]) -> dict[str, str]:
    """Field -> header of all tables of a file; where two tables have a field, the main one's column is told."""
    told: dict[str, str] = {}
    for mapping in mappings:
        for name, header in mapping.to_text().items():
            told.setdefault(name, header)
    return told


def recognised_as(house: House, rooms: Sequence[Room], rows: int, workspace: Workspace) -> list[str]:
    """What the file was recognised as and what its rows are, and what is special about such files."""
    made = []
    for room in rooms:
        found = workspace.query(f"SELECT count(*) AS n FROM {room.schema}.{READY}")
        made.append(f"{int(found['n'].iloc[0])} {called(room.mapping.table.name)}")
    words = ngettext("{n} row is {made}", "{n} rows are {made}", rows).format(n=rows, made=_(" and ").join(made))
    notes = [_(RECOGNISED).format(title=_(house.format.title), words=words), *map(_, house.format.notes)]
    if left_out := [column.header for column in house.ignored]:
        notes.append(_("Not used: {listed}.").format(listed=", ".join(left_out)))
    if personal := [column.header for column in house.personal]:
        notes.append(_("Personal data are not stored; left out: {listed}.").format(listed=", ".join(personal)))
    return notes


def used_as(house: House, rooms: Sequence[Room], text: TextTable) -> list[Proposal]:
    """What every column of the file is taken for."""
    fields: dict[int, str] = {}
    dimensions: set[int] = set()
    for room in rooms:
        for name, column in room.mapping.fields.items():
            fields.setdefault(column.number, name)
        dimensions |= {column.number for column in room.mapping.dimensions.values()}
    # A column that is a field by itself may also help to make others.
    for part, room in zip(house.parts, rooms, strict=True):
        for name, source in part.fields.items():
            for column in house.columns.sources(source) if name in room.mapping.fields else ():
                fields.setdefault(column.number, name)
    hidden = {column.number for room in rooms for column in room.mapping.personal}
    hidden |= {column.number for column in house.personal}
    why = _("recognised as {title}").format(title=_(house.format.title))
    proposals = []
    for column in text.columns:
        number = column.number
        use = "field" if number in fields else "dimension" if number in dimensions else "unused"
        if number in hidden and use != "field":
            use = "personal"
        elif not house.looks.of(column).any_value and use != "field":
            use = "empty"
        examples = () if number in hidden else shown(column, house.looks)
        proposals.append(Proposal(number, column.header, fields.get(number), use, SURE, why, examples))
    return proposals
