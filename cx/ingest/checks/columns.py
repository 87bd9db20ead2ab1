"""Columns that say nothing, and ids that a spreadsheet damaged."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from cx.engines.base import quoted
from cx.ingest.cells import literal
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, GOOD, Finding
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import Kind

LONGEST_SHOWN = 40
TOLD_ELSEWHERE = ("currency", "customer_id")
"""One currency is as it should be; one customer is told with the customers."""
ENOUGH_ROWS = 20
"""With fewer rows a column may have one value by chance."""
DAMAGED = r"^(?:\d(?:[.,]\d+)?[eE]\+\d+|#(?:REF|NAME|VALUE|DIV/0|NUM|NULL|N/A|SPILL|CALC)[!?]?|\d+[.,]0+)$"
"""What a spreadsheet leaves of a long number, of a formula that failed, and of a number with decimals."""


def check(looked: Looked) -> Iterator[Finding]:
    """Constant columns in one finding; damaged ids in one for each id column."""
    if looked.n >= ENOUGH_ROWS:
        yield from _constant(looked)
    yield from _damaged(looked)


def _constant(looked: Looked) -> Iterator[Finding]:
    """Labels and dimensions of the file with one value only; those that one --set gave every row are meant so."""
    own = [n for n in looked.fields_of(Kind.LABEL, Kind.KEY, Kind.NUMBER, Kind.MONEY) if n in looked.mapping.fields]
    names = [n for n in (*own, *looked.mapping.dimensions) if n in looked.columns and n not in TOLD_ELSEWHERE]
    same = _same(looked, looked.part, names)
    if not looked.whole:
        same = _same(looked, looked.rows, list(same))
    if not same:
        return
    n = len(same)
    words = ngettext(
        "{n} column has one value in all rows: {listed}.", "{n} columns have one value in all rows: {listed}.", n
    )
    listed = ", ".join(
        _("“{header}” is {value}").format(header=looked.header(k), value=shorten(v, LONGEST_SHOWN, placeholder="…"))
        for k, v in same.items()
    )
    yield looked.finding(
        "constant_columns",
        n,
        words.format(n=count(n), listed=listed),
        _("Nothing can be split or filtered by them within this file."),
        status=GOOD,
        of=len(names),
    )


def _same(looked: Looked, rows: str, names: list[str]) -> dict[str, str]:
    """The columns without a missing value whose least and greatest value are the same -> that value."""
    if not names:
        return {}
    parts = [
        f"CASE WHEN count({quoted(name)}) = count(*) AND min({quoted(name)}) = max({quoted(name)}) "
        f"THEN CAST(min({quoted(name)}) AS VARCHAR) END AS v{number}"
        for number, name in enumerate(names)
    ]
    row = looked.workspace.query(f"SELECT {', '.join(parts)} FROM {rows}").iloc[0]
    return {name: v for number, name in enumerate(names) if isinstance(v := row[f"v{number}"], str)}


def _damaged(looked: Looked) -> Iterator[Finding]:
    """Ids of every key; the signs are looked for first, since without one of them no id looks damaged."""
    names = looked.fields_of(Kind.KEY)
    if not names:
        return
    signs = [" OR ".join(f"contains({quoted(n)}, '{sign}')" for sign in ("+", "#", ".0", ",0")) for n in names]
    parts = ", ".join(f"count(*) FILTER ({any_of}) AS n{k}" for k, any_of in enumerate(signs))
    seen = looked.workspace.query(f"SELECT {parts} FROM {looked.part}").iloc[0]
    for name in (n for k, n in enumerate(names) if int(seen[f"n{k}"])):
        condition = f"regexp_matches({quoted(name)}, {literal(DAMAGED)})"
        if n := looked.count(condition):
            yield _damaged_in(looked, name, n, condition)


def _damaged_in(looked: Looked, name: str, n: int, condition: str) -> Finding:
    words = ngettext(
        "{n} value of “{header}” looks damaged by a spreadsheet.",
        "{n} values of “{header}” look damaged by a spreadsheet.",
        n,
    )
    return looked.finding(
        "damaged_ids",
        n,
        words.format(n=count(n), header=looked.header(name)),
        _(
            "Different ids can have become the same, and none will match other files: retention and links to orders "
            "suffer. Export the file again without opening it in a spreadsheet."
        ),
        condition=condition,
        shown=[name],
        status=BAD,
    )
