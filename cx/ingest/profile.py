"""What the cells of a staged text look like: a look at a sample of the rows, and at every row for e-mail addresses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cx.engines.base import Workspace
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import has_address
from cx.ingest.headers import TextColumn
from cx.ingest.patterns import PATTERNS as PERSONAL
from cx.ingest.read import TEXT, TextTable
from cx.ingest.value_forms import DATES, FEW_WORDS, IN_JAPANESE, PATTERNS, TOWN
from cx.ingest.vocabulary import vocabulary
from cx.model import Kind

SAMPLE_ROWS, SAMPLE_CELLS, PIECES = 50_000, 2_000_000, 20
"""A sample is rows from pieces spread evenly over the file; of a very wide file it has fewer rows."""
FEWEST_ROWS = 500
EXAMPLES, EXAMPLE_CHARACTERS = 3, 60
CLEARLY = 0.5
AT_ONCE = 64
"""Columns that are looked at in one go."""

VALUES = Path(__file__).parent / "values.toml"
ACCENTED = "strip_accents(lower(v))"
WORDED = ("statuses", "currencies", "places", "channels", "opinions", "yes_no")
"""Share of a column -> the list of words that its values are in."""
GIVEN = "given_names"
FIRST_WORD, LAST_WORD = f"regexp_extract({ACCENTED}, '^[^ ,]+')", f"regexp_extract({ACCENTED}, '[^ ,]+$')"
PROVEN = {f"{pattern.kind}s": pattern.proven for pattern in PERSONAL if pattern.proven}
PROVEN_VALUES = 1_000
"""So many different values are looked at where check digits tell a payment card from any other long number."""
SHARES = (*PATTERNS, *WORDED, "dates", "named")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column. rows: of the sample. filled: those with a value. distinct: how many different ones.

    addresses: cells of the whole file in which there is an e-mail address. low, high: of the whole numbers.
    shares: name of PATTERNS or WORDED, "dates" or "named" (people, by their first names) -> share of the filled values,
    0 to 1; of "emails" in the whole file.
    examples: the first different values. any_value: whether there is one in the whole file.
    """

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    addresses: int = 0
    low: int | None = None
    high: int | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    any_value: bool = False

    def share(self, name: str) -> float:
        """The share of the filled values that have a form or are words of a list."""
        return self.shares.get(name, 0.0)

    @property
    def unique(self) -> bool:
        """Whether no value occurs twice in the sample, and there are enough to tell."""
        return self.filled > 1 and self.distinct == self.filled


@dataclass(frozen=True, slots=True)
class Profile:
    """All columns of a file, by cell. whole: whether the sample is the whole file. columns: cell -> its profile."""

    whole: bool
    columns: Mapping[str, ColumnProfile]

    def of(self, column: TextColumn) -> ColumnProfile:
        """What a column looks like."""
        return self.columns.get(column.cell, ColumnProfile())


def profile(text: TextTable, workspace: Workspace) -> Profile:
    """Look at every column of a staged file."""
    cells = [column.cell for column in text.columns]
    budget = max(FEWEST_ROWS, min(SAMPLE_ROWS, SAMPLE_CELLS // max(len(cells), 1)))
    where, whole = _sample(budget, workspace)
    found: dict[str, ColumnProfile] = {}
    for start in range(0, len(cells), AT_ONCE):
        found |= {cell: _column(row) for cell, row in _looks(cells[start : start + AT_ONCE], where, workspace)}
    found = _with_addresses(_proven(found, workspace), workspace)
    return Profile(whole, found if whole else _with_rare_values(found, workspace))


def _proven(found: Mapping[str, ColumnProfile], workspace: Workspace) -> dict[str, ColumnProfile]:
    """Numbers in the form of a card or an account of which few have its check digits are other numbers."""
    proven = dict(found)
    for cell, values in found.items():
        for kind in (kind for kind in PROVEN if values.share(kind) >= CLEARLY):
            sql = f"SELECT DISTINCT trim({cell}) AS v FROM {TEXT} WHERE regexp_matches(trim({cell}), $form)"
            some = [str(v) for v in workspace.query(f"{sql} LIMIT {PROVEN_VALUES}", {"form": PATTERNS[kind]})["v"]]
            share = values.share(kind) * sum(map(PROVEN[kind], some)) / max(len(some), 1)
            proven[cell] = replace(proven[cell], shares={**proven[cell].shares, kind: share})
    return proven


def _with_addresses(found: Mapping[str, ColumnProfile], workspace: Workspace) -> dict[str, ColumnProfile]:
    """Addresses are counted over all rows: first where there is an @ at all, which is quick."""
    signs = _counts({cell: f"contains({cell}, '@')" for cell in found}, workspace)
    told = {cell: replace(found[cell], addresses=n) for cell, n in signs.items() if n}
    # A column that is full of addresses needs no second look.
    some = [cell for cell in told if found[cell].share("emails") < CLEARLY]
    within = _counts({cell: has_address(cell) for cell in some}, workspace)
    alone = _counts({cell: f"regexp_matches(trim({cell}), {literal(EMAIL)})" for cell in some}, workspace)
    filled = _counts({cell: f"{cell} <> ''" for cell in some}, workspace)
    told |= {
        cell: replace(
            found[cell],
            addresses=within[cell],
            shares={**found[cell].shares, "emails": alone[cell] / max(filled[cell], 1)},
        )
        for cell in some
    }
    return {**found, **told}


def _with_rare_values(found: Mapping[str, ColumnProfile], workspace: Workspace) -> dict[str, ColumnProfile]:
    """A column that is empty in the sample may have a value elsewhere."""
    empty = [cell for cell, values in found.items() if not values.filled]
    filled = _counts({cell: f"{value(cell, Kind.LABEL)} IS NOT NULL" for cell in empty}, workspace)
    return {**found, **{cell: replace(found[cell], any_value=filled[cell] > 0) for cell in empty}}


def _sample(budget: int, workspace: Workspace) -> tuple[str, bool]:
    """SQL of which rows are looked at, and whether these are all."""
    row = workspace.query(f"SELECT count(*) AS n, min(line) AS first, max(line) AS last FROM {TEXT}").iloc[0]
    n = int(row["n"])
    if n <= budget:
        return "TRUE", True
    first, last = int(row["first"]), int(row["last"])
    size = (budget // PIECES) * (last - first + 1) // n
    starts = [first + (last - first - size) * piece // (PIECES - 1) for piece in range(PIECES)]
    return " OR ".join(f"line BETWEEN {start} AND {start + size}" for start in starts), False


def _counts(conditions: Mapping[str, str], workspace: Workspace) -> dict[str, int]:
    """Cell -> the rows of the whole file that meet its condition."""
    cells, found = list(conditions), {}
    for start in range(0, len(cells), AT_ONCE):
        some = cells[start : start + AT_ONCE]
        counts = ", ".join(f"count_if({conditions[cell]}) AS {cell}" for cell in some)
        row = workspace.query(f"SELECT {counts} FROM {TEXT}").iloc[0]
        found.update({cell: int(row[cell]) for cell in some})
    return found


def _looks(cells: Sequence[str], where: str, workspace: Workspace) -> Iterator[tuple[str, pd.Series[Any]]]:
    """A row of counts for every column; every different value is looked at once."""
    listed = ", ".join(literal(cell) for cell in cells)
    pairs = f"SELECT line, unnest([{listed}]) AS k, unnest([{', '.join(cells)}]) AS raw FROM {TEXT} WHERE {where}"
    trimmed = f"SELECT k, line, {value('raw', Kind.LABEL)} AS v FROM ({pairs})"
    missing = ", ".join(literal(word) for word in vocabulary().missing_values)
    inner = (
        f"SELECT *, v IS NOT NULL AND lower(v) NOT IN ({missing}) AS solid, {', '.join(_flags())} "
        f"FROM (SELECT k, v, count(*) AS n, min(line) AS line FROM ({trimmed}) GROUP BY k, v)"
    )
    sums = ", ".join(f"sum(n) FILTER ({name} AND solid) AS {name}" for name in SHARES)
    whole = "TRY_CAST(regexp_replace(v, '[.,]0+$', '') AS BIGINT)"
    first = f"arg_min(v[1:{EXAMPLE_CHARACTERS}], line, {EXAMPLES}) FILTER (v IS NOT NULL)"
    sql = (
        f"SELECT k, sum(n) AS total, sum(n) FILTER (v IS NOT NULL) AS filled, count(v) AS distinct_values, {sums}, "
        f"sum(n) FILTER (solid) AS solid_values, min({whole}) FILTER (integers) AS low, "
        f"max({whole}) FILTER (integers) AS high, {first} AS examples FROM ({inner}) GROUP BY k"
    )
    for _, row in workspace.query(sql).iterrows():
        yield str(row["k"]), row


def _flags() -> list[str]:
    """SQL of whether a value has each form, or is in each list."""
    matches = "regexp_matches(v, {})"
    dates = " OR ".join(matches.format(literal(form)) for form in DATES)
    flags = {name: matches.format(literal(form)) for name, form in PATTERNS.items()}
    # Digits alone are an id with zeros before it.
    flags["phones"] = f"({flags['phones']} AND NOT regexp_matches(v, '^[0-9]+$'))"
    flags |= {name: _is_one_of(ACCENTED, name) for name in WORDED}
    return [f"({sql}) AS {name}" for name, sql in {**flags, "dates": dates, "named": _named()}.items()]


def _is_one_of(text: str, name: str) -> str:
    return f"{text} IN ({', '.join(map(literal, _words()[name]))})"


def _named() -> str:
    """SQL of whether a value is the name of a person: a first name, alone or in two to four words, or a Japanese one.

    Names are told by the first names of seven languages; without these "Blue Shirt" would be a person.
    """
    known = " OR ".join(_is_one_of(part, GIVEN) for part in (FIRST_WORD, LAST_WORD))
    return (
        f"regexp_matches(v, {literal(IN_JAPANESE)}) OR {_is_one_of(ACCENTED, GIVEN)} "
        f"OR (regexp_matches(v, {literal(FEW_WORDS)}) AND ({known}) "
        f"AND NOT regexp_matches({ACCENTED}, {literal(TOWN)}))"
    )


def _column(row: pd.Series[Any]) -> ColumnProfile:
    solid = _number(row["solid_values"]) or 0
    filled = _number(row["filled"]) or 0
    return ColumnProfile(
        rows=_number(row["total"]) or 0,
        filled=filled,
        distinct=_number(row["distinct_values"]) or 0,
        low=_number(row["low"]),
        high=_number(row["high"]),
        shares={name: (_number(row[name]) or 0) / solid for name in SHARES} if solid else {},
        examples=tuple(str(example) for example in row["examples"]) if filled else (),
        any_value=filled > 0,
    )


def _number(found: float | None) -> int | None:
    return None if found is None or pd.isna(found) else int(found)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = tomllib.loads(VALUES.read_text(encoding="utf-8"))
    return {name: tuple(text[name]) for name in (*WORDED, GIVEN)}
