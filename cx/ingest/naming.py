"""Names of custom dimensions: snake case, and never one that the store or a mart needs itself."""

from __future__ import annotations

import hashlib

from cx.ingest.headers import normalised
from cx.model import TABLES, Table

RESERVED = frozenset(
    {
        "split",
        "period",
        "line",
        "load_no",
        "row_no",
        "row_text",
        "person_no",
        "person",
        "customer_ids",
        "first_seen_date",
        "first_order_date",
        "last_order_date",
        "signed_up_date",
        "order_count",
        "order_days",
        "net_revenue",
        "margin",
        "is_order",
        "is_first",
        "order_date",
        "money_currency",
        "orders",
        "response_date",
        "sent_date",
        "responded_date",
        "answered",
        "csat_low",
        "csat_high",
        "csat_top_two",
        "ces_low",
        "ces_high",
        "ces_seven",
        "contact_date",
        "resolution_days",
        "event_date",
        "started_date",
        "ended_date",
        "email_hash",
    }
)
"""Columns of the marts and of the store."""
PROBLEM, REPEAT = "_problem", "_repeat"
"""What is noted of a row on its way into the store; no dimension begins with an underscore."""
LONGEST, MARK = 60, 4
"""Characters of a name, and of the mark that keeps two questions apart that begin with the same words."""


def canonical_names() -> frozenset[str]:
    """Every column name of every canonical table."""
    return frozenset(name for table in TABLES.values() for c in table.columns for name in (c.name, c.stored_name))


def dimension_name(header: str, table: Table, taken: set[str]) -> str:
    """The stored name of a custom dimension; a reserved, canonical or taken one gets trailing underscores.

    A long one is cut after a word, and marked by what it is cut from, so that it is the same in every file.
    """
    name = _cut(normalised(header) or "column")
    if name.isdecimal():
        name = f"column_{name}"
    own = set(table.names) | {c.stored_name for c in table.columns}
    key_names = {key for other in TABLES.values() for key in other.key}
    while name in RESERVED or name in own or name in key_names or name in taken:
        name += "_"
    return name


def is_cut(header: str) -> bool:
    """Whether a header is too long to be a name."""
    return len(normalised(header)) > LONGEST


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    begins = name[: LONGEST - MARK - 1]
    words = begins.rpartition("_")[0]
    mark = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:MARK]
    return f"{words if len(words) > LONGEST // 2 else begins}_{mark}"
