"""Fields that no column fills although figures rest on them, and what the file has that could."""

from __future__ import annotations

from collections.abc import Iterator

from cx.engines.base import quoted
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import N_, _

ANY_OF = {
    "orders": (
        ("amount",),
        N_("Revenue, order value and lifetime value cannot be given, unless order lines with amounts are loaded, too."),
    ),
    "order_lines": (
        ("amount", "unit_price"),
        N_("Revenue, order value and lifetime value cannot be given without the amounts."),
    ),
    "surveys": (("nps", "csat", "ces"), N_("Answers without a score say nothing of satisfaction, effort or loyalty.")),
    "subscriptions": (("mrr",), N_("Recurring revenue cannot be given without the amounts.")),
}
"""Table -> fields of which one is needed, and what is missing without."""
WHO = {
    "orders": ("customer_id", "email_hash"),
    "surveys": ("customer_id", "order_id", "contact_id", "email_hash"),
    "contacts": ("customer_id", "email_hash"),
}
"""Table -> fields of which one names the customer."""
NUMERIC = 0.9


def check(looked: Looked) -> Iterator[Finding]:
    """One finding for what figures are made of, one for who it was."""
    needed, meaning = ANY_OF.get(looked.name, ((), ""))
    made_elsewhere = looked.name == "order_lines" and "ordered_at" not in looked.columns
    if needed and looked.columns.isdisjoint(needed) and not made_elsewhere:
        yield _unfilled(looked, needed, _(meaning), _numeric(looked))
    who = WHO.get(looked.name, ())
    if who and looked.columns.isdisjoint(who):
        lost = _("Nothing can be said per customer: no retention, no lifetime value, no link between tables.")
        yield _unfilled(looked, who, lost, [])


def _unfilled(looked: Looked, needed: tuple[str, ...], meaning: str, could: list[str]) -> Finding:
    named = _(" or ").join(name.removesuffix("_hash") for name in needed)
    sentence = _("No column fills {fields}.").format(fields=named)
    if could:
        sentence += " " + _("It could be {columns}.").format(columns=", ".join(f"“{c}”" for c in could))
    mend = _("Map a column to it, if there is one.")
    return looked.finding(f"no_{needed[0]}", looked.n, sentence, f"{meaning} {mend}", status=BAD if could else LOOK)


def _numeric(looked: Looked) -> list[str]:
    """The headers of the file's dimensions that hold numbers, and more than one."""
    names = [name for name in looked.mapping.dimensions if name in looked.columns]
    if not names:
        return []
    parts = ", ".join(
        f"count({quoted(n)}) AS n{k}, count(DISTINCT {quoted(n)}) AS d{k}, "
        f"count(*) FILTER (regexp_matches({quoted(n)}, '^[-+(]?[^0-9]{{0,4}}[0-9][0-9., ]*[^0-9]{{0,4}}$')) AS m{k}"
        for k, n in enumerate(names)
    )
    row = looked.workspace.query(f"SELECT {parts} FROM {looked.part}").iloc[0]
    return [
        looked.header(n)
        for k, n in enumerate(names)
        if int(row[f"d{k}"]) > 1 and int(row[f"m{k}"]) >= NUMERIC * int(row[f"n{k}"])
    ]
