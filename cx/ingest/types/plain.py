"""Columns whose cells need no mending: proven by one scan, so that a cast or the cell itself is their value.

What is plain is read here exactly as the long way reads it, only quicker; whatever is not proven goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from cx.engines.base import Workspace
from cx.ingest.cells import literal
from cx.ingest.headers import TextColumn
from cx.ingest.masking import may_hold
from cx.ingest.read import TEXT
from cx.ingest.vocabulary import vocabulary
from cx.model import Kind

SAMPLE_ROWS = 1000
FEW = 0.5
"""A label of which less than this share of the sample is distinct is looked at value by value, not row by row."""
KEY = r"[0-9A-Za-z#_/-]*[0-9][0-9A-Za-z#_/-]*"
"""A digit among letters, digits and the signs of ids: never a word for "no value", never an address."""
ENDS = r"!-&(-?A-~\pL\pN"
LABEL = rf"[{ENDS}]|[{ENDS}][^@]*[{ENDS}']"
"""No blank at either end, no apostrophe before it, no address within it."""
NUMBER = r"-?[0-9]{1,11}(\.[0-9]{1,4})?"
"""Below the largest amount that is believed, and kept with all its decimals."""
POINT = re.compile(r"-?\d+\.(\d{1,2}|\d{4})")
"""A number that only a decimal point explains: three digits behind the mark could be thousands."""
ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:(?P<between>[ T])\d\d:\d\d(?P<seconds>:\d\d(?:\.(?P<fraction>\d{1,6}))?)?(?P<utc>Z?))?"
)
SCORE = r"[0-9]{1,3}(\.[0-9]{1,4})?"
PATTERNS = {
    Kind.KEY: KEY,
    Kind.MONEY: NUMBER,
    Kind.NUMBER: NUMBER,
    Kind.SCORE: SCORE,
    Kind.LABEL: LABEL,
    Kind.COMMENT: LABEL,
}


@dataclass(frozen=True, slots=True)
class Plain:
    """What a scan proves of a column. text: SQL of its cells' text. empty: rows without a value.

    point: some value proves a decimal point. local: its times have a clock and no offset. least, most: of its times.
    negative: how many of its numbers are below zero.
    """

    text: str
    empty: int
    point: bool = False
    local: bool = False
    least: datetime | None = None
    most: datetime | None = None
    negative: int = 0


@dataclass(frozen=True, slots=True)
class _Try:
    """A column that may be plain. pattern: what each of its values must match. point, local: see Plain."""

    cell: str
    kind: Kind
    pattern: str
    point: bool = False
    local: bool = False
    few: bool = False


def plain_text(cell: str) -> str:
    """SQL of the text of a plain cell."""
    return f"nullif({cell}, '')"


def prove(
    columns: Mapping[str, tuple[TextColumn, Kind]], workspace: Workspace, decimal: str | None
) -> dict[str, Plain]:
    """Field -> what is proven of its column, for those that are plain. decimal: the mark that the person told."""
    cells = list(dict.fromkeys(column.cell for column, _kind in columns.values()))
    if not cells:
        return {}
    sample = workspace.query(f"SELECT {', '.join(cells)} FROM {TEXT} LIMIT {SAMPLE_ROWS}")
    tries = {
        name: made for name, (column, kind) in columns.items() if (made := _try(column.cell, kind, sample, decimal))
    }
    wide = {name: made for name, made in tries.items() if not made.few}
    facts = _scan(wide, workspace) if wide else {}
    for name in tries.keys() - wide.keys():
        facts.update(_by_value(name, tries[name], workspace))
    return {name: facts[name] for name in columns if name in facts}


def _try(cell: str, kind: Kind, sample: pd.DataFrame, decimal: str | None) -> _Try | None:
    """How to prove that a column is plain; None when its first rows show that it is not."""
    values = [str(v) for v in sample[cell] if isinstance(v, str) and v]
    if not values:
        return None
    if kind is Kind.TIME:
        return _try_times(cell, values)
    if kind not in PATTERNS or (kind in (Kind.MONEY, Kind.NUMBER) and decimal == "comma"):
        return None
    pattern = PATTERNS[kind]
    if kind in (Kind.LABEL, Kind.COMMENT):
        return _Try(cell, kind, pattern, few=len(set(values)) < FEW * len(values))
    if not all(re.fullmatch(pattern, v) for v in values):
        return None
    marked = kind in (Kind.MONEY, Kind.NUMBER)
    point = marked and any(map(POINT.fullmatch, values))
    if marked and not point and decimal is None:
        pattern = NUMBER.partition("(")[0]
    return _Try(cell, kind, pattern, point=point)


def _try_times(cell: str, values: Sequence[str]) -> _Try | None:
    first = ISO.fullmatch(values[0])
    if not first:
        return None
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    if first["between"]:
        pattern += first["between"] + "([01][0-9]|2[0-3]):[0-9]{2}"
        pattern += ":[0-9]{2}" if first["seconds"] else ""
        pattern += rf"\.[0-9]{{{len(first['fraction'])}}}" if first["fraction"] else ""
        pattern += first["utc"]
    if not all(re.fullmatch(pattern, v) for v in values):
        return None
    return _Try(cell, Kind.TIME, pattern, local=bool(first["between"]) and not first["utc"])


def _scan(tries: Mapping[str, _Try], workspace: Workspace) -> dict[str, Plain]:
    """The columns of which every value fits, by one scan of all rows."""
    asked = [
        f"count(*) FILTER ({made.cell} <> '') AS n{k}, {_aggregates(made, k)}" for k, made in enumerate(tries.values())
    ]
    row = workspace.query(f"SELECT count(*) AS n, {', '.join(asked)} FROM {TEXT}").iloc[0]
    found = {}
    for k, (name, made) in enumerate(tries.items()):
        there = int(row[f"n{k}"])
        if not there or int(row[f"fit{k}"]) < there or (made.kind is Kind.TIME and int(row[f"read{k}"]) < there):
            continue
        times = (row[f"least{k}"].to_pydatetime(), row[f"most{k}"].to_pydatetime()) if made.kind is Kind.TIME else ()
        least, most = times or (None, None)
        negative = int(row[f"below{k}"]) if made.kind is Kind.MONEY else 0
        text = plain_text(made.cell) if there < int(row["n"]) else made.cell
        found[name] = Plain(text, int(row["n"]) - there, made.point, made.local, least, most, negative)
    return found


def _aggregates(made: _Try, k: int) -> str:
    cell = made.cell
    if made.kind in (Kind.LABEL, Kind.COMMENT):
        return f"count(*) FILTER ({_fits_label(cell)}) AS fit{k}"
    fit = f"count(*) FILTER (regexp_full_match({cell}, {literal(made.pattern)})) AS fit{k}"
    if made.kind is Kind.TIME:
        time = f"TRY_CAST({cell} AS TIMESTAMP)"
        return f"{fit}, count({time}) AS read{k}, min({time}) AS least{k}, max({time}) AS most{k}"
    return f"{fit}, count(*) FILTER (starts_with({cell}, '-')) AS below{k}" if made.kind is Kind.MONEY else fit


def _by_value(name: str, made: _Try, workspace: Workspace) -> dict[str, Plain]:
    """The same for a label of few values: each is looked at once."""
    row = workspace.query(
        f"SELECT count(*) FILTER (v <> '' AND NOT ({_fits_label('v')})) AS unfit, "
        f"coalesce(sum(n) FILTER (v <> ''), 0) AS there, sum(n) AS n "
        f"FROM (SELECT {made.cell} AS v, count(*) AS n FROM {TEXT} GROUP BY v)"
    ).iloc[0]
    if int(row["unfit"]) or not int(row["there"]):
        return {}
    empty = int(row["n"]) - int(row["there"])
    return {name: Plain(plain_text(made.cell) if empty else made.cell, empty)}


def _fits_label(text: str) -> str:
    """SQL of whether a label is kept as it is; "NA" is judged by the others, and so are candidates of personal data."""
    words = ", ".join(literal(word) for word in {*vocabulary().missing_any, "na"} if word)
    return f"regexp_full_match({text}, {literal(LABEL)}) AND lower({text}) NOT IN ({words}) AND NOT {may_hold(text)}"
