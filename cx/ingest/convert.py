"""Text cells -> typed rows, each with its first problem; rows with a problem are refused, the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.ingest.cells import literal
from cx.ingest.columns import constant_sql
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.masking import masked
from cx.ingest.naming import PROBLEM
from cx.ingest.types.numbers import too_large
from cx.ingest.types.reading import Reading, select, text_of
from cx.language import _
from cx.model import Kind

CONVERTED = "converted_rows"


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason to refuse a row. condition: SQL over texts, parts and values. header: the column to name.

    shown: SQL over the staged text of what cannot be used, None when there is nothing to show.
    """

    condition: str
    header: str
    shown: str | None
    reason: str


def convert(mapping: Mapping, readings: Sequence[Reading], workspace: Workspace) -> list[Problem]:
    """Make CONVERTED: line, one column per stored field, and PROBLEM (0 = none, else 1-based).

    It is a view where every column is plain, so that nothing is written twice, else a table.
    """
    stored = {reading.field for reading in readings}
    constants = [f"{sql} AS {quoted(name)}" for name, sql in constant_sql(mapping).items() if name not in stored]
    problems = _problems(mapping, readings)
    cases = " ".join(f"WHEN {p.condition} THEN {n}" for n, p in enumerate(problems, start=1))
    more = [*constants, *([f"{_stem(readings)} AS stem"] if mapping.generated else [])]
    columns = ["line", *(quoted(reading.field) for reading in readings)]
    columns += [quoted(name) for name in constant_sql(mapping) if name not in stored]
    if mapping.generated:
        columns.append(f"stem || '-1' AS {quoted(mapping.generated)}")
    columns.append(f"CAST({f'CASE {cases} ELSE 0 END' if cases else '0'} AS INTEGER) AS {PROBLEM}")
    made = "VIEW" if all(reading.plain for reading in readings) and not mapping.generated else "TABLE"
    workspace.execute(f"CREATE {made} {CONVERTED} AS SELECT {', '.join(columns)} FROM ({select(readings, more)})")
    if mapping.generated:
        _number(mapping.table.key, mapping.generated, workspace)
    return problems


def content(readings: Sequence[Reading]) -> str:
    """SQL of a row's content over its texts, except e-mail addresses."""
    texts = [f"coalesce({text_of(reading.field)}, '')" for reading in readings if reading.field != "email_hash"]
    return f"concat_ws(chr(31), {', '.join(texts)})"


def _stem(readings: Sequence[Reading]) -> str:
    """SQL of the key of a row's content: the same row gives the same in every load."""
    return f"md5({content(readings)})[1:20]"


def _number(key: Sequence[str], name: str, workspace: Workspace) -> None:
    """Tell equal rows apart by their occurrence; the first is 1 already, and nearly all rows are the first."""
    keys = ", ".join(quoted(part) for part in key)
    again = f"SELECT {keys} FROM {CONVERTED} GROUP BY {keys} HAVING count(*) > 1"
    found = int(workspace.query(f"SELECT count(*) AS n FROM ({again})")["n"].iloc[0])
    if not found:
        return
    same = " AND ".join(f"r.{quoted(part)} IS NOT DISTINCT FROM a.{quoted(part)}" for part in key)
    numbered = (
        f"SELECT r.line, row_number() OVER (PARTITION BY {', '.join(f'r.{quoted(part)}' for part in key)} "
        f"ORDER BY r.line) AS occurrence FROM {CONVERTED} AS r SEMI JOIN ({again}) AS a ON {same}"
    )
    workspace.execute(
        f"UPDATE {CONVERTED} SET {quoted(name)} = {quoted(name)}[1:21] || n.occurrence FROM ({numbered}) AS n "
        f"WHERE {CONVERTED}.line = n.line AND n.occurrence > 1"
    )


def _problems(mapping: Mapping, readings: Sequence[Reading]) -> list[Problem]:
    by_field = {reading.field: reading for reading in readings}
    found: list[Problem] = []
    for name in _required(mapping):
        reading = by_field.get(name)
        if reading and reading.empty != 0:
            text = text_of(name)
            found.append(
                Problem(
                    f"{text} IS NULL", reading.column.header, None, _("is empty; {name} is required").format(name=name)
                )
            )
    for reading in readings:
        found += _own_problems(reading)
    if {"quantity", "unit_price"} <= by_field.keys():
        condition, reason = too_large("quantity * unit_price")
        quantity = by_field["quantity"]
        found.append(
            Problem(
                condition, quantity.column.header, quantity.text, _("{reason} at its unit price").format(reason=reason)
            )
        )
    if mapping.table.name == "surveys":
        times = [by_field[name] for name in ("responded_at", "sent_at") if name in by_field]
        unset = not {"responded_at", "sent_at"} & set(mapping.constants)
        if times and unset and all(reading.empty != 0 for reading in times):
            condition = " AND ".join(f"{quoted(reading.field)} IS NULL" for reading in times)
            headers = _(" or ").join(reading.column.header for reading in times)
            found.append(Problem(condition, headers, None, _("is empty; an answer or invitation needs its date")))
    return found


def _required(mapping: Mapping) -> list[str]:
    table = mapping.table
    required = [c.name for c in table.columns if c.required and not (table.name == "surveys" and c.kind is Kind.TIME)]
    # A row without its key could never be found again; a flat file of lines makes orders, and an order needs its date.
    more = [*table.key, "ordered_at"] if table.name == "order_lines" else list(table.key)
    return list(dict.fromkeys([*required, *more]))


def _own_problems(reading: Reading) -> list[Problem]:
    name, text, header = quoted(reading.field), text_of(reading.field), reading.column.header
    found = [Problem(rule.replace("{value}", name), header, reading.text, reason) for rule, reason in reading.checks]
    if reading.unreadable and not reading.plain:
        missing = f"{text} IS NOT NULL AND {name} IS NULL"
        found += [Problem(f"{missing} AND {rule}", header, reading.text, reason) for rule, reason in reading.reasons]
        found.append(Problem(missing, header, reading.text, reading.unreadable))
    return found


def row_text(columns: Sequence[TextColumn], personal: Sequence[TextColumn]) -> str:
    """SQL of a row of TEXT (as t) as CSV with personal columns masked, and personal data wherever they are."""
    hidden = {column.number for column in personal}
    cells = []
    for column in columns:
        if column.number in hidden:
            cells.append(literal("(masked)"))
            continue
        cell = f"t.{column.cell}"
        quoted_cell = f"'\"' || replace({cell}, '\"', '\"\"') || '\"'"
        cells.append(f"CASE WHEN regexp_matches({cell}, '[\",\\r\\n]') THEN {quoted_cell} ELSE {cell} END")
    joined = f"concat_ws(',', {', '.join(cells)})"
    return f"list_transform([{joined}], lambda whole: {masked('whole')})[1]"
