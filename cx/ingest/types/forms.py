"""Which forms the values of a time column have, and what its short dates (1/2/10) prove about day and month."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cx.engines.base import Workspace
from cx.ingest.cells import value
from cx.ingest.headers import TextColumn
from cx.ingest.read import TEXT
from cx.ingest.types.epochs import BARE, SERIAL, number_of, serial_span
from cx.ingest.types.instants import TWO_DIGITS, by_shape, cut, lowered, shape_of
from cx.ingest.types.shapes import Layout, layout
from cx.model import Kind

SHAPES_AT_MOST = 20_000
"""Texts of more shapes are no dates; the commonest are looked at."""
LONGEST = 80
"""A date in words, with the name of its time zone, is not longer."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a time column. layouts: shape -> where its parts stand. bare: the shapes that are just a number.

    serial: whether all values are days of a spreadsheet. numbers: values that are bare numbers. short: values whose
    order of day and month is open. proofs: order -> short values that only it can read. either: values that are two
    different days, read day first and month first. two_digit: values with a year of two digits.
    """

    layouts: dict[str, Layout]
    bare: tuple[str, ...] = ()
    serial: bool = False
    numbers: int = 0
    short: int = 0
    proofs: dict[str, int] = field(default_factory=dict)
    either: int = 0
    two_digit: int = 0
    examples: tuple[str, ...] = ()

    @property
    def proven(self) -> str | None:
        """The one order that the values prove."""
        found = [order for order, n in self.proofs.items() if n]
        return found[0] if len(found) == 1 else None

    @property
    def contradictory(self) -> bool:
        """Whether some values prove one order and some another."""
        return sum(n > 0 for n in self.proofs.values()) > 1


def forms(column: TextColumn, workspace: Workspace) -> Forms:
    """The forms of a time column's values."""
    values = f"SELECT {value(column.cell, Kind.TIME)} AS v FROM {TEXT}"
    low = f"(SELECT {lowered('v')} AS low, v FROM ({values}) WHERE v IS NOT NULL)"
    shapes = workspace.query(
        f"SELECT {shape_of('low')} AS shape, count(*) AS n FROM {low} WHERE length(low) <= {LONGEST} "
        f"GROUP BY shape ORDER BY n DESC, shape LIMIT {SHAPES_AT_MOST}"
    )
    found = {str(s): made for s in shapes["shape"] if (made := layout(str(s)))}
    bare = tuple(str(s) for s in shapes["shape"] if s not in found and BARE.fullmatch(str(s)))
    counts = dict(zip(shapes["shape"], shapes["n"], strict=True))
    serial = bool(bare) and not found and all(map(SERIAL.fullmatch, counts)) and _all_days(low, workspace)
    short = {shape: made for shape, made in found.items() if made.short}
    proofs = _proofs(low, short, workspace) if short else pd.Series(dtype=object)
    return Forms(
        found,
        bare,
        serial,
        sum(int(counts[shape]) for shape in bare),
        sum(int(counts[shape]) for shape in short),
        {order: int(proofs[order]) for order in ("dmy", "mdy", "ymd")} if short else {},
        int(proofs["either"]) if short else 0,
        sum(int(counts[shape]) for shape, made in found.items() if _two_digits(made)),
        tuple(dict.fromkeys(str(proofs[name]) for name in ("example", "least", "most"))) if short else (),
    )


def _two_digits(made: Layout) -> bool:
    years = (made.short[0], made.short[2]) if made.short else made.day[:1]
    return all(not isinstance(year, int) and year[1] == TWO_DIGITS for year in years)


def _all_days(low: str, workspace: Workspace) -> bool:
    """Whether all values lie in the years of which a spreadsheet's day is believed."""
    number = number_of("low")
    row = workspace.query(f"SELECT min({number}) AS least, max({number}) AS most FROM {low}").iloc[0]
    first, last = serial_span()
    return first <= float(row["least"]) and float(row["most"]) < last + 1


def _proofs(low: str, short: dict[str, Layout], workspace: Workspace) -> pd.Series:
    """Counts of the short dates that only one order can read, and some of them; 99.99.2026 is no date in any."""
    parts = ", ".join(f"TRY_CAST({_part('shape', short, n)} AS INTEGER) AS p{n}" for n in range(3))
    rows = f"SELECT v, {parts} FROM (SELECT v, low, {shape_of('low')} AS shape FROM {low})"
    return workspace.query(
        "SELECT count(*) FILTER (p0 BETWEEN 13 AND 31 AND p1 <= 12) AS dmy, "
        "count(*) FILTER (p0 <= 12 AND p1 BETWEEN 13 AND 31) AS mdy, "
        "count(*) FILTER (p0 <= 12 AND p1 <= 12 AND p0 <> p1) AS either, "
        "count(*) FILTER (p0 > 31 AND p2 <= 31) AS ymd, first(v) AS example, min(v) AS least, max(v) AS most "
        f"FROM ({rows}) WHERE p0 IS NOT NULL"
    ).iloc[0]


def _part(shape: str, short: dict[str, Layout], n: int) -> str:
    """SQL of the first, second or third number of a short date."""
    return by_shape(shape, short, lambda made: cut("low", made.short[n]) if made.short else None)
