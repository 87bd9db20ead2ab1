"""The rows that the checks look at: those of one file for one table, counted by aggregates only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.engines.base import Workspace, quoted
from cx.ingest.findings import EXAMPLES, LOOK, Finding
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.masking import masked
from cx.model import Kind, Table

LOOKED_AT_MOST = 200_000
BLOCKS = 50
"""Text is searched in so many rows at most, in blocks evenly spread over the file: what is not read costs nothing.
Counts of amounts and days are of all rows."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Usable rows of one file for one table. rows: a relation of the workspace: `line` and the stored columns.

    columns: those that are there. n: how many rows. today: what a future date is seen from. some: SQL of the condition
    on `line` that keeps the rows in which text is searched, sampled of them.
    """

    mapping: Mapping
    workspace: Workspace
    rows: str
    columns: frozenset[str]
    n: int
    today: date
    some: str
    sampled: int

    @property
    def table(self) -> Table:
        """The canonical table that the rows are for."""
        return self.mapping.table

    @property
    def name(self) -> str:
        """The name of that table."""
        return self.mapping.table.name

    def fields_of(self, *kinds: Kind) -> list[str]:
        """The canonical fields of these kinds that the file fills."""
        return [c.name for c in self.table.columns if c.kind in kinds and c.name in self.columns]

    def header(self, name: str) -> str:
        """What the file calls a field or dimension."""
        column = self.mapping.fields.get(name) or self.mapping.dimensions.get(name)
        return column.header if isinstance(column, TextColumn) else name

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a SELECT in which `{rows}` stands for the relation looked at."""
        return self.workspace.query(sql.replace("{rows}", self.rows))

    def count(self, condition: str) -> int:
        """How many rows fulfil a condition."""
        return int(self.query(f"SELECT count(*) AS n FROM {{rows}} WHERE {condition}")["n"].iloc[0])

    @property
    def whole(self) -> bool:
        """Whether text is searched in all rows."""
        return self.sampled == self.n

    @property
    def part(self) -> str:
        """The relation of the rows in which text is searched."""
        return self.rows if self.whole else f"(SELECT * FROM {self.rows} WHERE {self.some})"

    def finding(
        self,
        check: str,
        n: int,
        sentence: str,
        meaning: str,
        *,
        condition: str | None = None,
        shown: Sequence[str] = (),
        status: str = LOOK,
        of: int | None = None,
    ) -> Finding:
        """A finding with the first lines and values of the rows that fulfil a condition. shown: columns to show."""
        lines, examples = self._first(condition, shown) if condition else ((), ())
        return Finding(self.name, check, n, self.n if of is None else of, sentence, meaning, status, lines, examples)

    def _first(self, condition: str, shown: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        texts = [masked(f"CAST({quoted(name)} AS VARCHAR)") for name in shown]
        text = f"concat_ws(', ', {', '.join(texts)})" if texts else "''"
        found = self.query(
            f"SELECT line, {text} AS example FROM {{rows}} WHERE {condition} ORDER BY line LIMIT {EXAMPLES}"
        )
        examples = dict.fromkeys(str(e) for e in found["example"] if e)
        return tuple(int(line) for line in found["line"]), tuple(examples)


def look_at(mapping: Mapping, workspace: Workspace, rows: str, today: date) -> Looked:
    """The rows of a relation, and which of them text is searched in."""
    columns = frozenset(workspace.query(f"SELECT * FROM {rows} LIMIT 0").columns)
    counted = workspace.query(f"SELECT count(*) AS n, min(line) AS first, max(line) AS last FROM {rows}").iloc[0]
    n = int(counted["n"])
    if n <= LOOKED_AT_MOST:
        return Looked(mapping, workspace, rows, columns, n, today, "true", n)
    first, last = int(counted["first"]), int(counted["last"])
    step, size = (last - first + 1) // BLOCKS, (last - first + 1) * LOOKED_AT_MOST // n // BLOCKS
    begins = range(first, last + 1, step)
    some = "(" + " OR ".join(f"line BETWEEN {begin} AND {begin + size - 1}" for begin in begins) + ")"
    sampled = int(workspace.query(f"SELECT count(*) AS n FROM {rows} WHERE {some}")["n"].iloc[0])
    return Looked(mapping, workspace, rows, columns, n, today, some, sampled)
