"""Text cells -> typed rows, each with its first problem; rows with a problem are refused, the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.ingest.cells import literal
from cx.ingest.columns import constant_sql
from cx.ingest.emails import masked
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.types.numbers import too_large
from cx.ingest.types.reading import Reading, select, text_of
from cx.model import Kind

CONVERTED = "converted_rows"
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason to refuse a row. condition: SQL over CONVERTED. header: the column to name.

    shown: the column of CONVERTED with the text that cannot be used, None when there is none.
    """

    condition: str
    header: str
    shown: str | None
    reason: str


def convert(mapping: Mapping, readings: Sequence[Reading], workspace: Workspace) -> list[Problem]:
    """Make CONVERTED: line, one column per stored field, the texts, CONTENT, and `problem` (0 = none, else 1-based)."""
    stored = {reading.field for reading in readings}
    more = [f"{sql} AS {quoted(name)}" for name, sql in constant_sql(mapping).items() if name not in stored]
    inner = select(readings, [*more, f"{_content(readings)} AS {CONTENT}"])
    if mapping.generated:
        inner = f"SELECT *, {_generated(mapping.table.key, mapping.generated)} FROM ({inner})"
    problems = _problems(mapping, readings)
    cases = " ".join(f"WHEN {p.condition} THEN {n}" for n, p in enumerate(problems, start=1))
    problem = f"CASE {cases} ELSE 0 END" if cases else "0"
    workspace.execute(f"CREATE TABLE {CONVERTED} AS SELECT *, {problem} AS problem FROM ({inner})")
    return problems


def _content(readings: Sequence[Reading]) -> str:
    """SQL of a row's content: its texts, except e-mail addresses; the same row gives the same key in every load."""
    texts = [f"coalesce({text_of(reading.field)}, '')" for reading in readings if reading.field != "email_hash"]
    return f"md5(concat_ws(chr(31), {', '.join(texts)}))"


def _generated(key: Sequence[str], name: str) -> str:
    """SQL of a key made from the content; equal rows are told apart by their occurrence number."""
    within = [quoted(other) for other in key if other != name]
    partition = ", ".join([*within, CONTENT])
    return f"{CONTENT}[1:20] || '-' || row_number() OVER (PARTITION BY {partition} ORDER BY line) AS {quoted(name)}"


def _problems(mapping: Mapping, readings: Sequence[Reading]) -> list[Problem]:
    by_field = {reading.field: reading for reading in readings}
    found: list[Problem] = []
    for name in _required(mapping):
        reading = by_field.get(name)
        if reading:
            text = text_of(name)
            found.append(Problem(f"{text} IS NULL", reading.column.header, None, f"is empty; {name} is required"))
    for reading in readings:
        found += _own_problems(reading)
    if {"quantity", "unit_price"} <= by_field.keys():
        condition, reason = too_large("quantity * unit_price")
        header = by_field["quantity"].column.header
        found.append(Problem(condition, header, text_of("quantity"), f"{reason} at its unit price"))
    if mapping.table.name == "surveys":
        times = [by_field[name] for name in ("responded_at", "sent_at") if name in by_field]
        if times and not {"responded_at", "sent_at"} & set(mapping.constants):
            condition = " AND ".join(f"{quoted(reading.field)} IS NULL" for reading in times)
            headers = " or ".join(reading.column.header for reading in times)
            found.append(Problem(condition, headers, None, "is empty; an answer or invitation needs its date"))
    return found


def _required(mapping: Mapping) -> list[str]:
    table = mapping.table
    required = [c.name for c in table.columns if c.required and not (table.name == "surveys" and c.kind is Kind.TIME)]
    # A row without its key could never be found again; a flat file of lines makes orders, and an order needs its date.
    more = [*table.key, "ordered_at"] if table.name == "order_lines" else list(table.key)
    return list(dict.fromkeys([*required, *more]))


def _own_problems(reading: Reading) -> list[Problem]:
    name, text = quoted(reading.field), text_of(reading.field)
    header = reading.column.header
    found = [Problem(rule.replace("{value}", name), header, text, reason) for rule, reason in reading.checks]
    if reading.unreadable:
        found.append(Problem(f"{text} IS NOT NULL AND {name} IS NULL", header, text, reading.unreadable))
    return found


def row_text(columns: Sequence[TextColumn], personal: Sequence[TextColumn]) -> str:
    """SQL of a row of TEXT (as t) as CSV with personal columns masked, and e-mail addresses wherever they are."""
    hidden = {column.number for column in personal}
    cells = []
    for column in columns:
        if column.number in hidden:
            cells.append(literal("(masked)"))
            continue
        cell = masked(f"t.{column.cell}")
        quoted_cell = f"'\"' || replace({cell}, '\"', '\"\"') || '\"'"
        cells.append(f"CASE WHEN regexp_matches(t.{column.cell}, '[\",\\r\\n]') THEN {quoted_cell} ELSE {cell} END")
    return f"concat_ws(',', {', '.join(cells)})"
