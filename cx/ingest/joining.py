"""The parts of one file together: a row that one of its tables cannot use is used for none of them."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.convert import row_text
from cx.ingest.headers import TextColumn
from cx.ingest.house import House
from cx.ingest.masking import masked
from cx.ingest.naming import REPEAT
from cx.ingest.parts import HOME, Room
from cx.ingest.read import RAGGED, TEXT, TextTable
from cx.ingest.refuse import KEYED, REFUSED, USABLE

READY = "joined_rows"


def join_parts(house: House, rooms: Sequence[Room], text: TextTable, workspace: Workspace) -> int:
    """Make REFUSED of the whole file, each line once, and READY in every room; the duplicates of the main one."""
    refused = f"{HOME}.{REFUSED}"
    every = " UNION ALL ".join(f"SELECT *, {n} AS part FROM {room.schema}.{REFUSED}" for n, room in enumerate(rooms))
    workspace.execute(
        f"CREATE TABLE {refused} AS SELECT * EXCLUDE (part) FROM ({every}) "
        "QUALIFY row_number() OVER (PARTITION BY line ORDER BY part) = 1"
    )
    shown = row_text(text.columns, rooms[0].mapping.personal)
    for condition, column, reason in house.refused():
        _refuse_rows(condition, column, reason, shown, workspace, hidden=column in rooms[0].mapping.personal)
    for room in rooms:
        workspace.execute(
            f"CREATE VIEW {room.schema}.{READY} AS SELECT * FROM {room.schema}.{USABLE} "
            f"WHERE line NOT IN (SELECT line FROM {refused})"
        )
    for room in rooms:
        if room.within:
            _refuse_without(room, rooms, shown, workspace)
    again = f"SELECT count(*) AS n FROM {rooms[0].schema}.{KEYED} WHERE {REPEAT} = 1"
    found = workspace.query(f"{again} AND line NOT IN (SELECT line FROM {refused})")
    return int(found["n"].iloc[0])


def rows_of(room: Room, text: TextTable, workspace: Workspace) -> int:
    """The rows of the file that make this part, with those that cannot be used."""
    if not room.some:
        return text.rows
    staged = workspace.query(
        f"SELECT count(*) AS n FROM (SELECT line FROM {room.schema}.{TEXT} UNION "
        f"SELECT line FROM {HOME}.{REFUSED} UNION SELECT line FROM {HOME}.{RAGGED})"
    )
    return int(staged["n"].iloc[0])


def _refuse_rows(
    condition: str, column: TextColumn, reason: str, shown: str, workspace: Workspace, *, hidden: bool
) -> None:
    value = "''" if hidden else f"coalesce({masked(f't.{column.cell}')}, '')"
    workspace.execute(
        f"INSERT INTO {HOME}.{REFUSED} SELECT t.line, $header, {value}, $reason, {shown} FROM {HOME}.{TEXT} AS t "
        f"WHERE ({condition}) AND t.line NOT IN (SELECT line FROM {HOME}.{REFUSED})",
        {"header": column.header, "reason": reason},
    )


def _refuse_without(room: Room, rooms: Sequence[Room], shown: str, workspace: Workspace) -> None:
    """Refuse the rows of a part that name a row which is not stored, since its own row cannot be used."""
    parent = next((r for r in rooms if r is not room and r.mapping.table.key == (room.within,)), None)
    if parent is None:
        return
    key, header = quoted(room.within), room.mapping.fields[room.within].header
    workspace.execute(
        f"INSERT INTO {HOME}.{REFUSED} SELECT r.line, $header, CAST(r.{key} AS VARCHAR), $reason, {shown} "
        f"FROM {room.schema}.{READY} AS r JOIN {HOME}.{TEXT} AS t ON t.line = r.line "
        f"WHERE r.{key} NOT IN (SELECT {key} FROM {parent.schema}.{READY})",
        {"header": header, "reason": f"belongs to a row of {parent.mapping.table.name} that cannot be used"},
    )
