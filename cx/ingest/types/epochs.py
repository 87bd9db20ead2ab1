"""Times written as seconds or milliseconds since 1970, as databases and web tools export them."""

from __future__ import annotations

from datetime import UTC, datetime

from cx.engines.base import Workspace
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.read import TEXT
from cx.ingest.types.reading import Reading, text_of
from cx.model import Kind

EPOCH = r"^(\d{10}|\d{13})$"
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000) for year in (1990, 2101))
"""Milliseconds between which such a number is believed to be a time: 1990 to 2100."""


def is_epoch(column: TextColumn, workspace: Workspace) -> bool:
    """Whether all values are whole numbers of 10 or 13 digits that give a time from 1990 to 2100."""
    rows = workspace.query(
        f"SELECT count(v) AS n, count(*) FILTER (regexp_matches(v, {literal(EPOCH)}) AND "
        f"{_milliseconds('v')} >= {FIRST} AND {_milliseconds('v')} < {LAST}) AS times "
        f"FROM (SELECT {value(column.cell, Kind.TIME)} AS v FROM {TEXT})"
    ).iloc[0]
    return int(rows["n"]) == int(rows["times"]) > 0


def read_epoch(name: str, column: TextColumn) -> Reading:
    """The reading of such a column; the times are UTC, whatever zone the other times of the file have."""
    reading = Reading(name, column, value(column.cell, Kind.TIME), f"make_timestamp_ms({_milliseconds(text_of(name))})")
    reading.notes.append(f"“{column.header}” holds seconds or milliseconds since 1970; they are read as times in UTC.")
    return reading


def _milliseconds(text: str) -> str:
    return f"TRY_CAST({text} AS BIGINT) * CASE WHEN length({text}) = 10 THEN 1000 ELSE 1 END"
