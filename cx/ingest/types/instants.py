"""SQL of the time in a text whose shape is known: its parts are cut out, put in order and read by the engine."""

# ruff: noqa: RUF001 - signs and letters of other scripts are what this file is about
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cx.ingest.cells import literal
from cx.ingest.types.epochs import epoch_sql, serial_sql
from cx.ingest.types.shapes import Layout, Slice
from cx.ingest.types.written import is_ascii

FROM, TO = "０１２３４５６７８９：／－．\u00a0\u202f\u3000", "0123456789:/-.   "
"""Full-width digits and signs and the blanks of typesetters, and what they are read as."""
DIGITS, NINES = "0123456789", "9999999999"
PARTS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
"""Order -> which part of a short date is year, month, day."""
TWO_DIGITS, CENTURY_TURN = 2, 70
"""Two-digit years below are 20xx, others 19xx, as POSIX reads them."""


def lowered(text: str) -> str:
    """SQL of a text in lower case with ordinary digits and blanks."""
    low = f"lower({text})"
    return f"CASE WHEN {is_ascii(text)} THEN {low} ELSE translate({low}, {literal(FROM)}, {literal(TO)}) END"


def shape_of(low: str) -> str:
    """SQL of the shape of a lowered text: a 9 for every digit."""
    return f"translate({low}, '{DIGITS}', '{NINES}')"


def cut(low: str, place: Slice) -> str:
    """SQL of a part of a text."""
    return f"substring({low}, {place[0]}, {place[1]})"


def by_shape(
    shape: str, layouts: Mapping[str, Layout], sql: Callable[[Layout], str | None], otherwise: str = ""
) -> str:
    """SQL that chooses by shape; layouts that give the same SQL share a branch, those that give None have none."""
    branches: dict[str, list[str]] = {}
    for name, layout in layouts.items():
        if (branch := sql(layout)) is not None:
            branches.setdefault(branch, []).append(name)
    cases = " ".join(f"WHEN {is_one(shape, names)} THEN {branch}" for branch, names in branches.items())
    tail = f" ELSE {otherwise}" if otherwise else ""
    return f"CASE {cases}{tail} END" if cases else otherwise or "NULL"


def local_text(low: str, layout: Layout, order: str) -> str:
    """SQL of the local time as YYYY-MM-DD HH:MM:SS, NULL for the hour 24."""
    places = tuple(layout.short[part] for part in PARTS[order]) if layout.short else layout.day
    year, month, day = (f"'{place}'" if isinstance(place, int) else cut(low, place) for place in places)
    if not isinstance(places[0], int) and places[0][1] == TWO_DIGITS:
        year = f"CASE WHEN {year} < '{CENTURY_TURN}' THEN '20' ELSE '19' END || {year}"
    return f"{year} || '-' || {month} || '-' || {day}{_clock(low, layout)}"


def _clock(low: str, layout: Layout) -> str:
    if layout.hour is None:
        return ""
    parts = [f" || ' ' || nullif({cut(low, layout.hour)}, '24') || ':'"]
    parts.append(f" || {cut(low, layout.minute)}" if layout.minute else " || '00'")
    parts.append(f" || ':' || {cut(low, layout.second)}" if layout.second else " || ':00'")
    if layout.fraction:
        parts.append(f" || '.' || {cut(low, layout.fraction)}")
    return "".join(parts)


def turned(local: str, layout: Layout) -> str:
    """SQL of a local time with its AM or PM."""
    if layout.half == "p":
        return f"CASE WHEN hour({local}) < 12 THEN {local} + INTERVAL 12 HOUR ELSE {local} END"
    if layout.half == "a":
        return f"CASE WHEN hour({local}) = 12 THEN {local} - INTERVAL 12 HOUR ELSE {local} END"
    return local


def shift(low: str, layout: Layout) -> str | None:
    """SQL of the minutes that a time is ahead of UTC; None when the text does not say."""
    if not layout.moved:
        return None
    if layout.offset is None:
        return str(layout.minutes)
    hours, minutes = layout.offset
    more = f" + TRY_CAST({cut(low, minutes)} AS INTEGER)" if minutes else ""
    sign = "+" if layout.sign == "+" else "-"
    return f"{layout.minutes} {sign} (TRY_CAST({cut(low, hours)} AS INTEGER) * 60{more})"


def bare_sql(low: str, *, serial: bool) -> str:
    """SQL of the time that a bare number means: a spreadsheet's day, or a count since 1970."""
    return serial_sql(low) if serial else epoch_sql(low)


def is_one(shape: str, names: Iterable[str]) -> str:
    """SQL of whether a shape is one of these."""
    return f"{shape} IN ({', '.join(literal(name) for name in names)})"
