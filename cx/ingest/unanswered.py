"""What a recognised file leaves open: a field without a column, or what its values do not say."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.formats.base import Unless
from cx.ingest.formats.resolving import Columns
from cx.ingest.options import Question
from cx.ingest.parts import Room
from cx.ingest.read import TEXT
from cx.language import _
from cx.model import Kind, called

EXAMPLES = 10
"""So many values a question shows."""


def ask_field(name: str, room: Room, title: str) -> Question:
    """Which column holds a required field, or what every row has."""
    column = room.mapping.table.column(name)
    headers = tuple(column.header for column in room.text.columns)
    text = _("Which column holds {name}? The file was recognised as {title}; its {table} need it: {about}").format(
        name=name, title=title, table=called(room.mapping.table.name), about=_(column.about)
    )
    option = f"--map {name}=COLUMN"
    if column.kind is not Kind.KEY:
        example = "2026-03-31" if column.kind is Kind.TIME else "VALUE"
        option += f", or --set {name}={example} for every row"
    return Question(name, text, headers, option)


def ask_unless(unless: Unless, room: Room, columns: Columns, workspace: Workspace) -> list[Question]:
    """What the format asks when no row of a part answers it."""
    sql, column = columns.sql(unless.where), columns.first(unless.column)
    if unless.field not in room.mapping.fields or not sql:
        return []
    if len(workspace.query(f"SELECT 1 FROM {TEXT} AS t WHERE {sql} LIMIT 1")):
        return []
    values: tuple[str, ...] = ()
    if column:
        rows = workspace.query(
            f"SELECT DISTINCT {column.cell} AS v FROM {TEXT} WHERE {column.cell} <> '' ORDER BY v LIMIT {EXAMPLES}"
        )
        values = tuple(str(value) for value in rows["v"])
    return [Question(unless.field, _(unless.text), values, unless.option)]
