"""Which currencies the amounts are in: sums of several are never made."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import EXAMPLES, LOOK, Finding
from cx.language import _
from cx.language.numbers import count
from cx.model import Kind


def check(looked: Looked) -> Iterator[Finding]:
    """Several currencies in one file, or amounts of which only some name theirs."""
    amounts = looked.fields_of(Kind.MONEY)
    if "currency" not in looked.columns or not amounts:
        return
    if len(looked.query("SELECT DISTINCT currency FROM {rows} LIMIT 2")) < 2:
        return
    there = " OR ".join(f"{name} IS NOT NULL" for name in amounts)
    found = looked.query(
        "SELECT coalesce(upper(trim(currency)), '') AS code, count(*) AS n, min(line) AS line FROM {rows} "
        f"WHERE {there} GROUP BY ALL ORDER BY n DESC, code"
    )
    if len(found) < 2:
        return
    codes = [(str(code), int(n)) for code, n in zip(found["code"], found["n"], strict=True)]
    listed = ", ".join(f"{count(n)} {code or _('without a currency')}" for code, n in codes[:EXAMPLES])
    more = _(" and {n} more").format(n=len(codes) - EXAMPLES) if len(codes) > EXAMPLES else ""
    named = [code for code, _n in codes if code]
    yield Finding(
        looked.name,
        "mixed_currencies",
        sum(n for _code, n in codes[1:]),
        sum(n for _code, n in codes),
        _("The amounts are in several currencies: {listed}{more}.").format(listed=listed, more=more)
        if len(named) > 1
        else _("Some amounts name a currency and some do not: {listed}.").format(listed=listed),
        _("Currencies are never added up: revenue, order value and lifetime value need a view of one currency.")
        if len(named) > 1
        else _("Revenue is withheld until the setting currency says what the others are in."),
        LOOK,
        tuple(sorted(int(line) for line in found["line"])[:EXAMPLES]),
        tuple(named[:EXAMPLES]),
    )
