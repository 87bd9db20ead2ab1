"""A recognised file with all its parts: which column serves which part, and the staged rows of every part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx.engines.base import Workspace
from cx.errors import LoadError
from cx.ingest.formats import Recognised
from cx.ingest.formats.base import Part, Source, Sql, Utc
from cx.ingest.formats.questions import find_questions
from cx.ingest.formats.resolving import Columns, mark
from cx.ingest.headers import TextColumn, normalised
from cx.ingest.mapping import Mapping, complete, find_column, missing_fields
from cx.ingest.options import LoadOptions
from cx.ingest.parts import HOME, Room, inside, said_of
from cx.ingest.profile import Profile, profile
from cx.ingest.read import TEXT, TextTable
from cx.ingest.unanswered import ask_field, ask_unless
from cx.ingest.vocabulary import vocabulary
from cx.language import _
from cx.model import TABLES, Kind

MARKED = f"{HOME}.marked_rows"


class House:
    """One recognised file. parts: those to make, the main one first. key: under which what tells a person is hashed.

    columns: those that formats may use; the person may have said of others that they are no fields.
    personal, ignored: columns that are not stored. looks: the columns of the whole file, looked at once for all parts.
    """

    def __init__(
        self,
        found: Recognised,
        parts: Sequence[Part],
        text: TextTable,
        workspace: Workspace,
        options: LoadOptions,
        key: bytes,
    ) -> None:
        self.format = found.format
        self.parts = list(parts)
        self._text, self._workspace, self._options = text, workspace, options
        decided = {int(number) for number in options.columns}
        self.columns = Columns([column for column in text.columns if column.number not in decided], key)
        self.looks: Profile = profile(text, workspace)
        self._wordings = dict(enumerate(found.header.wordings, start=1))
        self.personal = self.columns.named(self.format.personal)
        self.ignored = self.columns.named(self.format.ignored)
        self.unwanted = [c for c in text.columns if options.columns.get(str(c.number)) == "unused"]

    def refused(self) -> list[tuple[str, TextColumn, str]]:
        """The rows that no part takes: SQL condition over the staged text as t, the column to name, the reason."""
        found = []
        for refused in self.format.refused:
            condition, column = self.columns.sql(refused.where), self.columns.first(refused.column)
            if condition and column:
                found.append((condition, column, _(refused.reason)))
        return found

    def rooms(self) -> list[Room]:
        """Stage every part that has rows, and map its columns; a room may have questions instead of all its fields.

        Raises LoadError when no row can be used.
        """
        self._mark_rows()
        staged = [(part, *self._stage(number, part)) for number, part in enumerate(self.parts, start=1)]
        kept = [
            (part, schema, made) for n, (part, schema, made) in enumerate(staged) if n == 0 or self._has_rows(schema)
        ]
        self.parts = [part for part, _schema, _made in kept]
        if not self._has_rows(kept[0][1]):
            raise self._nothing()
        return [self._room(part, schema, made) for part, schema, made in kept]

    def hide(self, rooms: Sequence[Room]) -> None:
        """Let no part show in its refused rows what another part, or the file as a whole, holds of a person."""
        hidden = {c.number: c for room in rooms for c in room.mapping.personal} | {c.number: c for c in self.personal}
        fields = [(room.mapping.table.column(n).kind, c) for room in rooms for n, c in room.mapping.fields.items()]
        hidden |= {column.number: column for kind, column in fields if kind is Kind.EMAIL}
        sources = [source for part in self.parts for source in part.fields.values()]
        hidden |= {column.number: column for source in sources for column in self.columns.secret(source)}
        words = vocabulary()
        hidden |= {c.number: c for c in self._text.columns if words.is_personal(normalised(c.named))}
        for room in rooms:
            room.mapping.personal = list(hidden.values())

    @property
    def _plain(self) -> bool:
        """Whether every row is usable as it stands."""
        return not self.format.marks and not self.refused()

    def _mark_rows(self) -> None:
        """Make MARKED: line and all marks of every usable row."""
        if self._plain:
            return
        usable = " AND ".join(f"NOT coalesce({condition}, false)" for condition, _column, _reason in self.refused())
        rows = f"SELECT t.* FROM {HOME}.{TEXT} AS t WHERE {usable or 'true'}"
        names = ["line"]
        for name, template in self.format.marks.items():
            if sql := self.columns.sql(template):
                rows = f"SELECT t.*, {sql} AS {mark(name)} FROM ({rows}) AS t"
                names.append(mark(name))
        self._workspace.execute(f"CREATE TABLE {MARKED} AS SELECT {', '.join(names)} FROM ({rows})")

    def _stage(self, number: int, part: Part) -> tuple[str, dict[str, TextColumn]]:
        """Make the part's schema with its staged text; the columns that were made from several, by field."""
        schema = f"part_{number}"
        made: dict[str, TextColumn] = {}
        cells = ["t.*"]
        said = said_of(part, self._options, main=part is self.parts[0])
        for name, source in part.fields.items():
            if isinstance(source, str) or name in said.maps or name in said.sets or not (sql := self._sql(source)):
                continue
            named = self.columns.sources(source)
            made[name] = TextColumn(len(self._text.columns) + 1 + len(made), named[0].header if named else name)
            cells.append(f"coalesce(CAST({sql} AS VARCHAR), '') AS {made[name].cell}")
        marked = "" if self._plain else f" JOIN {MARKED} AS m ON m.line = t.line"
        where = (part.where and self.columns.sql(part.where)) or "true"
        self._workspace.execute(f"CREATE SCHEMA {schema}")
        self._workspace.execute(
            f"CREATE VIEW {schema}.{TEXT} AS SELECT {', '.join(cells)} FROM {HOME}.{TEXT} AS t{marked} WHERE {where}"
        )
        return schema, made

    def _sql(self, source: Sql | Utc) -> str | None:
        if isinstance(source, Utc):
            return self.columns.utc_sql(source)
        if source.column and self.columns.first(source.column) is None:
            return None
        return self.columns.sql(source.template)

    def _has_rows(self, schema: str) -> bool:
        return len(self._workspace.query(f"SELECT 1 FROM {schema}.{TEXT} LIMIT 1")) > 0

    def _nothing(self) -> LoadError:
        rows = f"SELECT 1 FROM {HOME}.{TEXT} AS t WHERE"
        reasons = [
            f"“{column.header}”: {reason}"
            for condition, column, reason in self.refused()
            if len(self._workspace.query(f"{rows} {condition} LIMIT 1"))
        ]
        return LoadError(
            _("none of its rows can be used ({listed}).").format(listed="; ".join(reasons)),
            mend=_("Export it again with rows that count, or read it with --format canonical and map its columns."),
        )

    def _room(self, part: Part, schema: str, made: dict[str, TextColumn]) -> Room:
        table, said = TABLES[part.table], said_of(part, self._options, main=part is self.parts[0])
        named = {name: find_column(self._text.columns, header, name) for name, header in said.mapped.items()}
        fields = {name: column for name, column in named.items() if name in table.names} | made
        for name, source in part.fields.items():
            if name in said.maps or name in said.sets or not isinstance(source, str):
                continue
            if column := self.columns.first(source):
                fields[name] = column
        allowed = self._allowed(part, [*fields.values(), *named.values()])
        text = replace(self._text, columns=(*allowed, *made.values()), notes=[])
        room = Room(schema, text, Mapping(table, fields, {}), within=part.within, scales=dict(part.scales))
        room.some = bool(part.where)
        with inside(self._workspace, schema):
            return self._mapped(room, part, said)

    def _allowed(self, part: Part, mine: Sequence[TextColumn]) -> list[TextColumn]:
        """The file's columns that this part may use: its fields, its own dimensions, and for the main part the rest."""
        numbers = {column.number for column in (*mine, *self.columns.named(part.own))}
        if part is self.parts[0]:
            elsewhere = {c.number for other in self.parts if other is not part for c in self.columns.named(other.own)}
            numbers |= {c.number for c in self._text.columns} - self._consumed() - elsewhere
        return [column for column in self._text.columns if column.number in numbers]

    def _consumed(self) -> set[int]:
        """The columns that fields are made from, and those that are not stored."""
        sources: list[Source] = [source for part in self.format.parts for source in part.fields.values()]
        sources += [Sql(template) for template in self.format.marks.values()]
        used = [*self.ignored, *self.personal, *self.unwanted, *(c for s in sources for c in self.columns.sources(s))]
        return {column.number for column in used}

    def _mapped(self, room: Room, part: Part, said: LoadOptions) -> Room:
        table, fields = room.mapping.table, room.mapping.fields
        told = {*said.sets, *said.maps}
        notes: list[str] = []
        if part.asks:
            notes = self._find_questions(room, sorted({*fields, *told, *part.constants}))
        sets = {**{name: text for name, text in part.constants.items() if name not in said.maps}, **said.sets}
        if self.format.unless and not {self.format.unless.field} & told:
            room.questions += ask_unless(self.format.unless, room, self.columns, self._workspace)
        missing = missing_fields(table, {*fields, *sets}, may_generate=True)
        room.questions += [ask_field(name, room, _(self.format.title)) for name in missing]
        if not room.questions:
            ordered = {name: fields[name] for name in table.names if name in fields}
            told_by = replace(said, sets=sets)
            room.mapping = complete(table, ordered, room.text, self._workspace, told_by, self.looks)
            # What the format hashes itself is not hashed again: it would not be the same person's elsewhere.
            room.mapping.secret -= {name for name, source in part.fields.items() if self.columns.secret(source)}
            room.mapping.notes[:0] = notes
        return room

    def _find_questions(self, room: Room, filled: Sequence[str]) -> list[str]:
        taken = {column.number for column in room.mapping.fields.values()} | self._consumed()
        columns = [c for c in room.text.columns if c.number not in taken and c.number in self._wordings]
        asked = find_questions(columns, self._wordings, filled, self._workspace)
        room.mapping.fields.update(asked.fields)
        room.questions += asked.questions
        self.personal += asked.personal
        hidden = {column.number for column in asked.personal}
        room.text.columns = tuple(column for column in room.text.columns if column.number not in hidden)
        return asked.notes
