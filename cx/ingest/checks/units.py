"""Amounts whose header or signs say that they are no plain amounts of money: cents, per cent."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, EXAMPLES, Finding
from cx.ingest.headers import normalised
from cx.ingest.read import TEXT
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import Kind

CENTS = frozenset(("cent", "cents", "pence", "minor", "centimes", "centavos", "centimos", "grosze"))


def check(looked: Looked) -> Iterator[Finding]:
    """Money columns of the file whose name speaks of cents, and those with per cent signs."""
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
        found = looked.workspace.query(
            f"SELECT count(*) AS n, list_sort(list(line))[1:{EXAMPLES}] AS lines FROM {TEXT} "
            f"WHERE {looked.some} AND contains({column.cell}, '%')"
        ).iloc[0]
        if n := int(found["n"]):
            words = ngettext("{n} value of “{header}” is a percentage.", "{n} values of “{header}” are percentages.", n)
            yield Finding(
                looked.name,
                "percent_amounts",
                n,
                looked.n,
                words.format(n=count(n), header=column.header),
                _("A share is no amount: 5 % is read as 0.05. Is it another column?"),
                BAD,
                tuple(int(line) for line in found["lines"]),
            )
