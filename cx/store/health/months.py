"""How many rows every table has in every month, and how many of them have a known customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.engines.base import quoted
from cx.marts.build import COVERED
from cx.store.matching import strangers
from cx.store.reading import Version
from cx.view import add_months, first_of_month

TABLES = ("orders", "responses", "contacts", "subscriptions", "journey_events")
"""Marts whose rows are dated events; customers are dated by them."""
MOST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class MonthRows:
    """One table in one month. month: its first day. matched: rows with a known customer."""

    table: str
    month: date
    rows: int
    matched: int

    @property
    def share(self) -> float | None:
        """The share of rows with a known customer, None without rows."""
        return self.matched / self.rows if self.rows else None


def month_rows(version: Version) -> list[MonthRows]:
    """Every table in every month from the first to the last of any table, months without rows included."""
    found = {table: _counted(version, table) for table in TABLES if table in version.coverage}
    known = [month for months in found.values() for month in months]
    if not known:
        return []
    months = _between(min(known), max(known))
    return [
        MonthRows(table, month, *counts.get(month, (0, 0)))
        for table, counts in found.items()
        for month in months[-MOST_MONTHS:]
    ]


def empty_months(version: Version) -> dict[str, tuple[list[date], int]]:
    """Table -> its months without rows between its first and its last, and how many months that is."""
    result: dict[str, tuple[list[date], int]] = {}
    grid = month_rows(version)
    for table in dict.fromkeys(cell.table for cell in grid):
        span = version.coverage[table]
        own = [c for c in grid if c.table == table and first_of_month(span.first) <= c.month <= span.last]
        result[table] = [c.month for c in own if not c.rows], len(own)
    return result


def _counted(version: Version, table: str) -> dict[date, tuple[int, int]]:
    """Month -> rows, and rows with a known customer."""
    day = COVERED[table][1]
    stranger = strangers(version, table)
    rows = version.engine.query(
        f"SELECT CAST(date_trunc('month', {day}) AS DATE) AS month, count(*) AS n, "
        f"count(person_no) - count(CASE WHEN {stranger} THEN 1 END) AS matched "
        f"FROM mart.{quoted(table)} WHERE {day} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    return {pd.Timestamp(str(r.month)).date(): (int(str(r.n)), int(str(r.matched))) for r in rows.itertuples()}


def _between(first: date, last: date) -> list[date]:
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    return months
