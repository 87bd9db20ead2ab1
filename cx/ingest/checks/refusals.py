"""How many rows were refused, by reason: what was wrong with them and what they would have added."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, EXAMPLES, LOOK, Finding
from cx.ingest.refuse import REFUSED, other_content
from cx.language import _, ngettext
from cx.language.numbers import count, percent
from cx.model import TABLES

MANY = 0.05
"""From this share of refused rows on, the figures are of another set of rows than the file's."""
REASONS = 8
"""So many reasons are told at most, the commonest first."""


def check(looked: Looked) -> Iterator[Finding]:
    """One finding for each reason and column."""
    # Rows whose key an earlier one has are told as repeats.
    by_key, _line, _rest = other_content(TABLES[looked.name].key).partition("{first_line}")
    found = looked.workspace.query(
        f"SELECT column_name, reason, count(*) AS n, list_sort(list(line))[1:{EXAMPLES}] AS lines, "
        f"list_sort(list(DISTINCT value))[1:{EXAMPLES}] AS examples FROM {REFUSED} "
        "WHERE NOT starts_with(reason, $by_key) GROUP BY column_name, reason ORDER BY n DESC, column_name, reason",
        {"by_key": by_key},
    )
    of = looked.n + int(found["n"].sum())
    for row in found.head(REASONS).to_dict("records"):
        yield _told(looked.name, row, of)
    if len(found) > REASONS:
        rest = found.iloc[REASONS:]
        n = int(rest["n"].sum())
        words = ngettext("{n} row was refused for another reason.", "{n} rows were refused for other reasons.", n)
        yield Finding(looked.name, "refused", n, of, words.format(n=count(n)), _meaning(n, of), _status(n, of))


def _told(table: str, row: Mapping[Hashable, Any], of: int) -> Finding:
    n, reason, column = int(row["n"]), str(row["reason"]), str(row["column_name"] or "")
    words = ngettext("{n} row was refused: {what}.", "{n} rows were refused: {what}.", n)
    what = _("“{column}” {reason}").format(column=column, reason=reason) if column else reason
    values = row["examples"] if row["examples"] is not None else ()
    return Finding(
        table,
        "refused",
        n,
        of,
        words.format(n=count(n), what=what),
        _meaning(n, of),
        _status(n, of),
        tuple(int(line) for line in row["lines"]),
        tuple(str(value) for value in values if value),
    )


def _meaning(n: int, of: int) -> str:
    return _("They are in no figure: {share} of the rows. Download them, mend them and load them again.").format(
        share=percent(n / of)
    )


def _status(n: int, of: int) -> str:
    return BAD if n >= MANY * of else LOOK
