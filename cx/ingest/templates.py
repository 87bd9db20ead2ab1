"""CSV templates: what a file of a canonical table looks like, with two rows to replace."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from cx.errors import UsageError
from cx.ingest.read import TextTable, as_csv
from cx.language import _
from cx.model import TABLES, Column, Kind, Table

EXAMPLES = Path(__file__).parent / "examples.toml"
BY_KIND = {
    Kind.KEY: ("1001", "1002"),
    Kind.LABEL: ("A", "B"),
    Kind.TIME: ("2026-01-15 09:30:00", "2026-02-03 16:05:00"),
    Kind.MONEY: ("49.90", "120.00"),
    Kind.NUMBER: ("1", "2"),
    Kind.SCORE: ("5", "3"),
    Kind.YESNO: ("true", "false"),
    Kind.COMMENT: ("Quick and friendly", ""),
    Kind.EMAIL: ("ann@example.com", "bob@example.com"),
}
"""What stands in a column for which examples.toml names nothing."""


def template(table: str) -> str:
    """The CSV text of a template: header and two example rows; it loads as it is. UsageError for an unknown table."""
    if table not in TABLES:
        raise UsageError(
            _("there is no table “{table}”.").format(table=table),
            mend=_("Choose one of: {listed}.").format(listed=", ".join(TABLES)),
        )
    columns = TABLES[table].columns
    rows = [[column.name for column in columns]]
    rows += [[_example(table, column, row) for column in columns] for row in (0, 1)]
    return "".join(as_csv(row) + "\r\n" for row in rows)


def is_template(table: Table, text: TextTable) -> bool:
    """Whether a file has the columns of a template, and no other; some may be left out."""
    return text.has_header and {column.named.strip() for column in text.columns} <= set(table.names)


def _example(table: str, column: Column, row: int) -> str:
    told = _examples().get(table, {}).get(column.name)
    return (told or BY_KIND[column.kind])[row]


@cache
def _examples() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
