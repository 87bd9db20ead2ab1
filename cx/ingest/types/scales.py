"""Survey scores: NPS is 0-10, a satisfaction scale may be inferred, an effort scale is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.types.numbers import number_sql
from cx.ingest.types.reading import Reading, part_of, select, text_of
from cx.model import Kind

SCALE = re.compile(r"\s*(-?\d+)\s*(?:-|–|to)\s*(-?\d+)\s*")
SCALE_SQL = r"^\d+\s*(?:-|–|to)\s*\d+$"
NPS_LOW, NPS_HIGH = 0, 10
CSAT_TOPS = {5: (1,), 7: (1,), 10: (1, 0)}
"""Best score that was seen -> where such a scale can begin; without the best score the scale cannot be told."""
WORDED = r"^(-?\d+)\s*(?:[-–(:=]|$).*$"
"""A score with its words: "9 - very likely"."""


def parse_scale(text: str, where: str) -> tuple[int, int]:
    """Worst and best of a scale written "1-5" or "7-1"; UsageError when it is not that."""
    found = SCALE.fullmatch(text)
    if not found or found[1] == found[2]:
        raise UsageError(f"“{text}” is not a scale.", where=where, mend="Write worst-best, for example 1-5 or 7-1.")
    return int(found[1]), int(found[2])


def read_scores(
    fields: Mapping[str, TextColumn], constants: Mapping[str, str], scales: Mapping[str, str], workspace: Workspace
) -> tuple[list[Reading], dict[str, str]]:
    """The readings of nps, csat and ces, and the scales that hold for every row (field_scale -> "1-5")."""
    for name in scales:
        if name not in ("csat", "ces"):
            raise UsageError(f"“{name}” has no scale to choose.", where=f"--scale {name}", mend="Use csat or ces.")
    readings: list[Reading] = []
    settled: dict[str, str] = {}
    for name in ("nps", "csat", "ces"):
        if name not in fields:
            continue
        reading = _score(name, fields[name])
        readings.append(reading)
        if name == "nps":
            _nps_checks(reading)
        elif f"{name}_scale" in fields:
            _check_against_column(reading, fields[f"{name}_scale"])
        else:
            told = scales.get(name) or constants.get(f"{name}_scale")
            scale = parse_scale(told, f"--scale {name}") if told else _inferred(reading, workspace)
            if scale:
                settled[f"{name}_scale"] = f"{scale[0]}-{scale[1]}"
                low, high = sorted(scale)
                reading.checks.append((f"{{value}} NOT BETWEEN {low} AND {high}", f"is outside the scale {low}-{high}"))
    return readings, settled


def _score(name: str, column: TextColumn) -> Reading:
    text = value(column.cell, Kind.SCORE)
    number = rf"regexp_replace({text_of(name)}, {literal(WORDED)}, '\1')"
    value_sql = number_sql(part_of(name, "number"), "point", "DOUBLE")
    return Reading(name, column, text, value_sql, "is not a score", parts=[{"number": number}])


def _nps_checks(reading: Reading) -> None:
    rule = f"{{value}} NOT BETWEEN {NPS_LOW} AND {NPS_HIGH} OR {{value}} <> floor({{value}})"
    reading.checks.append((rule, f"is not a whole number from {NPS_LOW} to {NPS_HIGH}"))


def _check_against_column(reading: Reading, scale: TextColumn) -> None:
    """Every row brings its own scale: a score without one, or outside it, cannot be used."""
    text = text_of(f"{reading.field}_scale")
    ends = [rf"TRY_CAST(regexp_extract({text}, '^(\d+)\D+(\d+)$', {n}) AS INTEGER)" for n in (1, 2)]
    readable = f"coalesce(regexp_matches({text}, {literal(SCALE_SQL)}), false)"
    reading.checks.append((f"{{value}} IS NOT NULL AND NOT {readable}", f"has no scale like 1-5 in “{scale.header}”"))
    inside = f"{{value}} BETWEEN least({', '.join(ends)}) AND greatest({', '.join(ends)})"
    reading.checks.append((f"{readable} AND NOT ({inside})", f"is outside the scale in “{scale.header}”"))


def _inferred(reading: Reading, workspace: Workspace) -> tuple[int, int] | None:
    """The scale a satisfaction score seems to have; None with a question when it cannot be told."""
    rows = f"SELECT {reading.field} AS v FROM ({select([reading])})"
    seen = workspace.query(f"SELECT min(v) AS low, max(v) AS high, count(v) AS n FROM ({rows})").iloc[0]
    header = reading.column.header
    if not int(seen["n"]):
        return None
    low, high = f"{seen['low']:g}", f"{seen['high']:g}"
    begins = next((begin for begin in CSAT_TOPS.get(seen["high"], ()) if begin <= seen["low"]), None)
    if reading.field == "csat" and begins is not None:
        fitting = (begins, int(seen["high"]))
        scale = f"{fitting[0]}-{fitting[1]}"
        reading.notes.append(
            f"Scores in “{header}” run from {low} to {high}; they are read on the scale {scale} "
            f"(--scale csat=WORST-BEST says otherwise)."
        )
        return fitting
    reading.questions.append(_question(reading.field, header, (low, high)))
    return None


def _question(name: str, header: str, seen: tuple[str, str]) -> Question:
    if name == "ces":
        text = f"On which scale is “{header}”, and which end is easy? Low effort can be a high or a low score."
        return Question(name, text, seen, "--scale ces=HARDEST-EASIEST, for example --scale ces=1-7 or ces=5-1")
    text = f"On which scale is “{header}”? Its scores run from {seen[0]} to {seen[1]}, which does not prove it."
    return Question(name, text, seen, "--scale csat=WORST-BEST, for example --scale csat=1-5")
