"""From what a rehearsal found out to the tables that wait: an archive is known by what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from cx.errors import CxError
from cx.ingest.options import LoadReport
from cx.ui.staging import Waiting


def understood(tables: list[Waiting], told: Mapping[str, Any]) -> list[Waiting]:
    """The tables of one upload with what a rehearsal found out about them."""
    if told["error"]:
        error = CxError(**told["error"])
        named = [file for file in tables if file.member == error.where] or tables
        for file in tables:
            file.take(None, error if file in named else None)
        return tables
    reports = [LoadReport.from_json(report) for report in told["reports"]]
    known = {file.shown: file for file in tables}
    first, found = tables[0], []
    for number, report in enumerate(reports):
        name = report.file_name
        made = Waiting(first.path, first.name, f"{first.path.parent.name}.{number}", name, first.options)
        file = known.get(name, made)
        file.take(report, None)
        found.append(file)
    return found


def numbered(name: str) -> Iterator[str]:
    """The name itself, then with numbers: orders.csv, orders (2).csv."""
    yield name
    stem, dot, suffix = name.rpartition(".")
    yield from (f"{stem or suffix} ({n}){dot if stem else ''}{suffix if stem else ''}" for n in count(2))
