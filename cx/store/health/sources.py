"""Where the rows of a table come from: files of one name are one source, whatever day or number stands in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.engines.base import quoted
from cx.marts.holding import can_hold
from cx.marts.latest import MART_OF
from cx.store.reading import Version

DAY_OF = {"orders": "ordered_at", "surveys": "coalesce(responded_at, sent_at)", "contacts": "opened_at"}
"""Canonical table -> the time of a row."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a table. days: day -> rows."""

    name: str
    days: dict[date, int]

    @property
    def rows(self) -> int:
        """All of its rows."""
        return sum(self.days.values())

    @property
    def last(self) -> date:
        """Its newest day."""
        return max(self.days)


def source_name(file_name: str) -> str:
    """The name that files of one source share: their own, with `#` in place of digits."""
    return re.sub(r"\d+([-_.]?\d+)*", "#", file_name)


def sources(version: Version) -> dict[str, list[Source]]:
    """Mart -> its sources, that with most rows first. A row of several files counts for the one that brought it.

    Rows in whose place a file was loaded count for none.
    """
    loads = version.engine.query("SELECT load_no, file_name FROM meta.loads")
    names = {int(str(r.load_no)): source_name(str(r.file_name)) for r in loads.itertuples()}
    found: dict[str, list[Source]] = {}
    for table, time in DAY_OF.items():
        rows = version.engine.query(
            f"SELECT load_no, CAST({time} AS DATE) AS day, count(*) AS n FROM raw.{quoted(table)} "
            f"WHERE {time} IS NOT NULL AND {can_hold(version.engine, table)} GROUP BY 1, 2"
        )
        days: dict[str, Counter[date]] = {}
        for row in rows.itertuples():
            name = names.get(int(str(row.load_no)), "")
            days.setdefault(name, Counter())[pd.Timestamp(str(row.day)).date()] += int(str(row.n))
        listed = [Source(name, dict(counted)) for name, counted in days.items()]
        found[MART_OF.get(table, table)] = sorted(listed, key=lambda s: (-s.rows, s.name))
    return found
