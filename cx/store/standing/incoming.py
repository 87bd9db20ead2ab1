"""The rows that one load brought to one table, and those that stood there before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cx.engines.base import Workspace, quoted
from cx.ingest.findings import EXAMPLES, LOOK, Finding
from cx.ingest.options import LoadReport
from cx.marts.holding import can_hold


@dataclass(frozen=True)
class Incoming:
    """One load of one table. load_no: its number; holds: SQL of the condition under which a row still holds."""

    draft: Workspace
    table: str
    report: LoadReport
    load_no: int
    holds: str

    @classmethod
    def of(cls, draft: Workspace, table: str, report: LoadReport) -> Incoming:
        """The rows of the load that a report tells of."""
        load_no = int(str(report.load_id)[1:])
        return cls(draft, table, report, load_no, can_hold(draft, table, load_no))

    @property
    def raw(self) -> str:
        """The stored table."""
        return f"raw.{quoted(self.table)}"

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns it has."""
        return frozenset(self.draft.columns("raw")[self.table])

    @cached_property
    def n(self) -> int:
        """The rows of this load."""
        return self.number(f"SELECT count(*) FROM {self.raw} WHERE {self.new}")

    @property
    def new(self) -> str:
        """The condition on the rows of this load."""
        return f"load_no = {self.load_no}"

    @property
    def before(self) -> str:
        """The condition on the rows that held before it."""
        return f"load_no < {self.load_no} AND {self.holds}"

    @cached_property
    def first(self) -> bool:
        """Whether nothing of the table was there before."""
        return self.query(f"SELECT 1 FROM {self.raw} WHERE {self.before} LIMIT 1").empty

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a SELECT."""
        return self.draft.query(sql)

    def number(self, sql: str) -> int:
        """The single number of a SELECT."""
        value = self.query(sql).iloc[0, 0]
        return 0 if pd.isna(value) else int(value)  # type: ignore[arg-type]

    def loaded(self, table: str) -> bool:
        """Whether a table has any row that can hold."""
        return not self.query(f"SELECT 1 FROM {self.held(table)} LIMIT 1").empty

    def held(self, table: str) -> str:
        """The rows of a table that can hold, those of all files of the call among them, as a relation."""
        return f"(SELECT * FROM raw.{quoted(table)} WHERE {can_hold(self.draft, table)})"

    def finding(
        self,
        check: str,
        n: int,
        sentence: str,
        meaning: str,
        *,
        condition: str | None = None,
        status: str = LOOK,
        of: int | None = None,
    ) -> Finding:
        """A finding with the first lines of the load's rows that fulfil a condition on its rows as r."""
        lines: tuple[int, ...] = ()
        if condition:
            found = self.query(
                f"SELECT row_no FROM (SELECT * FROM {self.raw} WHERE {self.new}) AS r WHERE {condition} "
                f"ORDER BY row_no LIMIT {EXAMPLES}"
            )
            lines = tuple(int(line) for line in found["row_no"])
        return Finding(self.table, check, n, self.n if of is None else of, sentence, meaning, status, lines)
