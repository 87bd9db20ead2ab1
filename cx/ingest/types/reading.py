"""How one column is read: the SQL of its text and value, what makes a value unusable, and what was decided or asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import quoted
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.language import _

Check = tuple[str, str]
"""SQL that is true for a value that cannot be used, and the reason in words."""


def text_of(name: str) -> str:
    """The column that holds a field's text, NULL for no value, while it is converted."""
    return quoted(_("text of {name}").format(name=name))


def part_of(name: str, part: str) -> str:
    """The column that holds an intermediate result of a field."""
    return quoted(f"{part} of {name}")


@dataclass(slots=True)
class Reading:
    """text: SQL of the cell over the staged text. value: SQL of the converted value over text_of(field) and the parts.

    parts: results named once and used in later ones, a layer each, so that no expression is written out many times.
    unreadable: what is wrong with a text that gives no value, "" when that is no mistake; reasons: conditions over the
    text and the parts under which something more telling is wrong with it. checks: further rules; `{value}` in their
    SQL stands for the value. plain: proven to give a value for every text; empty: how many rows have no text, None when
    nobody counted.
    """

    field: str
    column: TextColumn
    text: str
    value: str
    unreadable: str = ""
    parts: Sequence[dict[str, str]] = ()
    reasons: list[Check] = dataclasses.field(default_factory=list)
    checks: list[Check] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    questions: list[Question] = dataclasses.field(default_factory=list)
    plain: bool = False
    empty: int | None = None


def texts(readings: Sequence[Reading]) -> str:
    """A SELECT of line and every field's text."""
    found = [f"{reading.text} AS {text_of(reading.field)}" for reading in readings]
    return f"SELECT {', '.join(['line', *found])} FROM {TEXT}"


def select(readings: Sequence[Reading], more: Sequence[str] = ()) -> str:
    """A SELECT of line, every field's text and value, and `more` columns given as SQL over the texts."""
    sql = texts(readings)
    for layer in range(max((len(reading.parts) for reading in readings), default=0)):
        named = [
            f"{part} AS {part_of(reading.field, name)}"
            for reading in readings
            if layer < len(reading.parts)
            for name, part in reading.parts[layer].items()
        ]
        sql = f"SELECT *, {', '.join(named)} FROM ({sql})"
    values = [f"{reading.value} AS {quoted(reading.field)}" for reading in readings]
    return f"SELECT {', '.join(['*', *values, *more])} FROM ({sql})"
