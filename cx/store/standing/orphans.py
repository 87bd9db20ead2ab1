"""Rows that refer to what is not loaded: orders without a customer, lines without an order, unmatched answers."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import _, ngettext
from cx.language.numbers import count, percent
from cx.store.standing.incoming import Incoming

BADLY = 0.5
"""Fewer matched rows than this part: the ids of the two files are not the same ids."""
LINKS: dict[str, dict[str, tuple[str, ...]]] = {
    "orders": {"customer_id": ("customers",), "email_hash": ("customers",)},
    "order_lines": {"order_id": ("orders",)},
    "surveys": {
        "customer_id": ("customers", "orders"),
        "order_id": ("orders",),
        "contact_id": ("contacts",),
        "email_hash": ("customers", "orders"),
    },
    "contacts": {"customer_id": ("customers", "orders"), "email_hash": ("customers", "orders")},
    "subscriptions": {"customer_id": ("customers", "orders")},
    "journey_events": {"customer_id": ("customers", "orders")},
}
"""Table -> its columns that refer to something -> the tables in which that is looked for."""


def findings(incoming: Incoming) -> Iterator[Finding]:
    """The rows that name something unknown; and, where a customer should be named, those that name nothing."""
    links = {
        name: [t for t in tables if incoming.loaded(t)]
        for name, tables in LINKS.get(incoming.table, {}).items()
        if name in incoming.columns
    }
    there = {name: tables for name, tables in links.items() if tables}
    named = " OR ".join(f"r.{name} IS NOT NULL" for name in links)
    if not there and incoming.table != "order_lines":
        return
    unknown = f"({named})" + "".join(f" AND NOT coalesce({_known(incoming, *link)}, false)" for link in there.items())
    row = incoming.query(
        f"SELECT count(*) FILTER ({named}) AS named, count(*) FILTER ({unknown}) AS strangers "
        f"FROM {incoming.raw} AS r WHERE {incoming.new}"
    ).iloc[0]
    referring, strangers = int(row["named"]), int(row["strangers"])
    if strangers:
        yield _strangers(incoming, strangers, referring, unknown, anything=bool(there))
    nameless = incoming.n - referring
    if nameless and incoming.table in ("orders", "surveys", "contacts"):
        yield _nameless(incoming, nameless, named)


def _known(incoming: Incoming, name: str, tables: list[str]) -> str:
    found = (f"r.{name} IN (SELECT {name} FROM {incoming.held(t)} WHERE {name} IS NOT NULL)" for t in tables)
    return f"({' OR '.join(found)})"


def _strangers(incoming: Incoming, n: int, of: int, unknown: str, *, anything: bool) -> Finding:
    lines = incoming.table == "order_lines"
    if lines:
        words = ngettext(
            "{n} order line belongs to an order that is not loaded.",
            "{n} order lines belong to orders that are not loaded.",
            n,
        )
        meaning = _("Their amounts are in no figure until their orders are loaded.")
    else:
        words = ngettext(
            "{n} row of {table} names nobody who is known.", "{n} rows of {table} name nobody who is known.", n
        )
        meaning = {
            "orders": _("They count in revenue; segments and regions of their customers are missing."),
            "surveys": _("They count in the scores, not in links to orders, retention and value."),
            "contacts": _("They count in the totals, not per customer."),
        }.get(incoming.table, _("They cannot be linked to customers."))
    rate = _("Match rate of these rows: {share}.").format(share=percent(1 - n / of))
    waits = _("Load the customers or orders they refer to; the order of loading does not matter.")
    mend = waits if n < of or not anything else _("Not one matches: are these the same ids as in the other files?")
    return incoming.finding(
        "orphans",
        n,
        words.format(n=count(n), table=incoming.table),
        f"{rate} {meaning} {mend}",
        condition=unknown,
        status=BAD if n > (1 - BADLY) * of and anything else LOOK,
        of=of,
    )


def _nameless(incoming: Incoming, n: int, named: str) -> Finding:
    words = ngettext("{n} row of {table} names no customer at all.", "{n} rows of {table} name no customer at all.", n)
    meaning = {
        "orders": _("Guest orders count in revenue and order value, not in retention and lifetime value."),
        "surveys": _("They count in the scores only."),
        "contacts": _("They count in the totals only."),
    }[incoming.table]
    return incoming.finding(
        "nameless", n, words.format(n=count(n), table=incoming.table), meaning, condition=f"NOT ({named})"
    )
