"""The same row twice: in every cell, or by its key only."""

from __future__ import annotations

from collections.abc import Iterator

from cx.engines.base import quoted
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import EXAMPLES, LOOK, Finding
from cx.ingest.naming import REPEAT
from cx.ingest.refuse import KEYED
from cx.language import _, ngettext
from cx.language.numbers import count

COPY, OTHER = 1, 2
"""What KEYED says of a row whose key an earlier row has."""


def check(looked: Looked) -> Iterator[Finding]:
    """Copies that are ignored, rows of a known key that are refused, and equal rows that nothing tells apart."""
    if looked.mapping.generated:
        yield from _equal_rows(looked)
        return
    found = looked.workspace.query(
        f"SELECT {REPEAT}, count(*) AS n FROM {KEYED} WHERE {REPEAT} > 0 GROUP BY {REPEAT} ORDER BY {REPEAT}"
    )
    for repeat, n in zip(found[REPEAT], found["n"], strict=True):
        yield _repeated(looked, int(repeat), int(n))


def _repeated(looked: Looked, repeat: int, n: int) -> Finding:
    keys = ", ".join(quoted(name) for name in looked.table.key)
    first = looked.workspace.query(
        f"SELECT line, concat_ws(', ', {keys}) AS key FROM {KEYED} WHERE {REPEAT} = {repeat} "
        f"ORDER BY line LIMIT {EXAMPLES}"
    )
    named = _(" and ").join(looked.header(name) for name in looked.table.key)
    if repeat == COPY:
        sentence = ngettext(
            "{n} row is an exact copy of an earlier row.", "{n} rows are exact copies of earlier rows.", n
        )
        meaning = _("Copies are ignored: no figure counts them twice.")
    else:
        sentence = ngettext(
            "{n} row has the {key} of an earlier row and other content.",
            "{n} rows have the {key} of an earlier row and other content.",
            n,
        )
        meaning = _(
            "The first row of each {key} is kept and the others are refused, so what they add is in no figure. Check "
            "whether {key} numbers the rows of this file at all."
        )
    return Finding(
        looked.name,
        "duplicates" if repeat == COPY else "same_key_other_content",
        n,
        looked.n + n,
        sentence.format(n=count(n), key=named),
        meaning.format(key=named),
        LOOK,
        tuple(int(line) for line in first["line"]),
        tuple(dict.fromkeys(str(key) for key in first["key"])),
    )


def _equal_rows(looked: Looked) -> Iterator[Finding]:
    """Rows without a key of their own are told apart by their occurrence: the generated key ends in its number."""
    key = quoted(str(looked.mapping.generated))
    condition = f"NOT ends_with({key}, '-1')"
    n = looked.count(condition)
    if not n:
        return
    sentence = ngettext(
        "{n} row equals an earlier row in every cell.", "{n} rows equal an earlier row in every cell.", n
    )
    meaning = _(
        "The file does not number its rows, so they count as events of their own; when they are copies, the figures "
        "are too high by them. Map the column that numbers the rows, if there is one."
    )
    yield looked.finding("equal_rows", n, sentence.format(n=count(n)), meaning, condition=condition)
