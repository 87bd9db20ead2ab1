"""A format's columns and SQL templates -> the columns and the SQL of one file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.engines.base import quoted
from cx.ingest.cells import value
from cx.ingest.emails import hashed
from cx.ingest.formats.base import Source, Sql, Utc, name_of, utc
from cx.ingest.headers import TextColumn
from cx.model import Kind

PLACE = re.compile(r"\{(!)?([^{}?@!\d][^{}?@!]*)(\?)?\}|\{@(\w+)\}")


def mark(name: str) -> str:
    """The column that holds a mark of every row."""
    return quoted(f"mark {name}")


class Columns:
    """The columns of a file by the names formats know them by. key: of the hashes."""

    def __init__(self, columns: Sequence[TextColumn], key: bytes) -> None:
        self._key = key
        self._by_name: dict[str, TextColumn] = {}
        for column in columns:
            self._by_name.setdefault(name_of(column.named), column)

    def first(self, names: str) -> TextColumn | None:
        """The first of the columns "a|b" that the file has."""
        return next((self._by_name[name] for name in names.split("|") if name in self._by_name), None)

    def named(self, names: Sequence[str]) -> list[TextColumn]:
        """All columns of these names; "billing_*" is every name that begins so."""
        wanted = tuple(name for several in names for name in several.split("|"))
        starts = tuple(name[:-1] for name in wanted if name.endswith("*"))
        return [c for name, c in self._by_name.items() if name in wanted or (starts and name.startswith(starts))]

    def sources(self, source: Source) -> list[TextColumn]:
        """The columns a field is made from, the most telling first."""
        if isinstance(source, Sql):
            places = [found[2] for found in PLACE.finditer(source.template) if found[2]]
            places = [source.column, *places] if source.column else places
        else:
            places = [source.columns if isinstance(source, Utc) else source]
        found = [column for names in places if (column := self.first(names))]
        return list({column.number: column for column in found}.values())

    def secret(self, source: Source) -> list[TextColumn]:
        """The columns of which only the hash is stored."""
        places = PLACE.finditer(source.template) if isinstance(source, Sql) else ()
        return [column for place in places if place[1] and (column := self.first(place[2]))]

    def sql(self, template: str, table: str = "t") -> str | None:
        """A template as SQL over the staged text; None when the file lacks one of its columns."""
        if any(f[2] and not f[3] and self.first(f[2]) is None for f in PLACE.finditer(template)):
            return None

        def cell(place: re.Match[str]) -> str:
            if place[4]:
                return mark(place[4])
            column = self.first(place[2])
            if column is None:
                return "CAST(NULL AS VARCHAR)"
            text = value(f"{table}.{column.cell}", Kind.KEY if place[1] else Kind.LABEL)
            return hashed(text, self._key) if place[1] else text

        return PLACE.sub(cell, template)

    def utc_sql(self, source: Utc) -> str | None:
        """SQL of a time with the zone that its header names."""
        text = self.sql(f"{{{source.columns}}}")
        return text and utc(text)
