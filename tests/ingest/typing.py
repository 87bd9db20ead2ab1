"""Text cells through readings, conversion and refusals, without a store: what one table of texts becomes."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cx.engines.duckdb import DuckMaker
from cx.ingest.columns import readings
from cx.ingest.convert import convert
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.options import LoadOptions, Question
from cx.ingest.read import RAGGED, TEXT, TextTable
from cx.ingest.refuse import REFUSED, USABLE, sort_rows
from cx.model import TABLES

KEY = b"k" * 32


@dataclass
class Typed:
    """What became of the cells: usable rows by line, refusals (line, column, value, reason), notes, questions."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[int, str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    plain: dict[str, bool] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    repeats: int = 0

    def column(self, name: str) -> list[Any]:
        """The values of one stored column."""
        return [row[name] for row in self.rows]


def typed(table: str, cells: Mapped[str, Sequence[str]], *, dimensions: Sequence[str] = (), **options: Any) -> Typed:
    """Columns of text, named as the fields they fill, as rows of a canonical table. The first row is line 2."""
    columns = tuple(TextColumn(n, name, name) for n, name in enumerate(cells, start=1))
    workspace = DuckMaker().writer(Path(":memory:"))
    n = len(next(iter(cells.values())))
    workspace.execute(f"CREATE TABLE {TEXT} (line BIGINT, {', '.join(f'{c.cell} VARCHAR' for c in columns)})")
    workspace.execute(f"CREATE TABLE {RAGGED} (line BIGINT, cells INTEGER, row_text VARCHAR)")
    arrays = [
        pa.array(range(2, n + 2), pa.int64()),
        *(pa.array(list(values), pa.string()) for values in cells.values()),
    ]
    workspace.append(TEXT, [pa.table(arrays, names=["line", *(c.cell for c in columns)])])
    fields = {c.header: c for c in columns if c.header not in dimensions}
    mapping = Mapping(TABLES[table], fields, {}, dimensions={c.header: c for c in columns if c.header in dimensions})
    found = readings(mapping, workspace, LoadOptions(**options), KEY)
    made = Typed(notes=[*mapping.notes, *(note for reading in found for note in reading.notes)])
    made.questions = [question for reading in found for question in reading.questions]
    made.plain = {reading.field: reading.plain for reading in found}
    made.constants = dict(mapping.constants)
    if not made.questions:
        problems = convert(mapping, found, workspace)
        made.repeats = sort_rows(mapping, found, problems, TextTable(columns, True), workspace)
        made.rows = _records(workspace.query(f"SELECT * FROM {USABLE} ORDER BY line"))
        made.refused = [
            (r["line"], r["column_name"], r["value"], r["reason"])
            for r in _records(workspace.query(f"SELECT * FROM {REFUSED} ORDER BY line"))
        ]
    workspace.close()
    return made


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict(orient="records")
    ]


def orders(field_name: str, values: Sequence[str], **options: Any) -> Typed:
    """One column of orders; the others are filled in."""
    cells = {
        "order_id": [f"O{n}" for n in range(len(values))],
        "ordered_at": ["2026-01-05"] * len(values),
        "amount": ["1.25"] * len(values),
    }
    return typed("orders", {**cells, field_name: values}, **options)


def surveys(name: str, values: Sequence[str], more: Mapped[str, Sequence[str]] | None = None, **options: Any) -> Typed:
    """One score of surveys; response ids and dates are filled in."""
    cells = {
        "response_id": [f"R{n}" for n in range(len(values))],
        "responded_at": ["2026-01-05"] * len(values),
    }
    return typed("surveys", {**cells, name: values, **(more or {})}, **options)
