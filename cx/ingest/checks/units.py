"""Amounts whose header says that they are no whole units of money, but cents."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, Finding
from cx.ingest.headers import normalised
from cx.language import _
from cx.model import Kind

CENTS = frozenset(("cent", "cents", "pence", "minor", "centimes", "centavos", "centimos", "grosze"))


def check(looked: Looked) -> Iterator[Finding]:
    """Money columns of the file whose name speaks of cents."""
    for name in looked.fields_of(Kind.MONEY):
        column = looked.mapping.fields.get(name)
        if column is None:
            continue
        if not CENTS.isdisjoint(normalised(column.header).split("_")):
            yield looked.finding(
                "amounts_in_cents",
                looked.n,
                _("“{header}” speaks of cents, and its values are read as whole units.").format(header=column.header),
                _("Every sum would be 100 times too high. Divide the column by 100 in the file."),
                status=BAD,
            )
