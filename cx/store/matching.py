"""How many rows find their customer: an id alone is no match, the person behind it must be known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cx.engines.base import quoted
from cx.marts.holding import can_hold
from cx.store.reading import Version

MATCHED = ("orders", "responses", "contacts")
"""Marts whose rows look for a customer."""
NOBODY = "1 = 0"


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of a mart. nameless: no person is found at all. strangers: their person is known from nowhere else.

    ways: customer_id, order_id, contact_id or email -> how many rows found a person by it, strangers included.
    """

    table: str
    rows: int
    nameless: int
    strangers: int
    ways: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of rows whose customer is known."""
        return (self.rows - self.nameless - self.strangers) / self.rows


def matches(version: Version) -> Iterator[Match]:
    """For every table that has rows, how many find a customer."""
    ways = _ways(version)
    for table in MATCHED:
        if version.counts.get(table):
            row = version.engine.query(
                f"SELECT count(*) AS n, count(person_no) AS named, "
                f"count(CASE WHEN {strangers(version, table)} THEN 1 END) AS strangers FROM mart.{quoted(table)}"
            ).iloc[0]
            rows, named = int(row["n"]), int(row["named"])
            yield Match(table, rows, rows - named, int(row["strangers"]), ways.get(table, {}))


def strangers(version: Version, table: str) -> str:
    """SQL of whether the person of a mart's row is known from nowhere else.

    A person is known from the customers files; for other tables than orders an order is enough. Without any customers
    file orders are not judged against it: then only guest orders are without a customer. A version whose marts an
    earlier release made knows of no strangers.
    """
    if "unlisted" not in version.marts:
        return NOBODY
    if table != "orders":
        return "person_no IN (SELECT person_no FROM mart.unlisted WHERE NOT ordered)"
    held = can_hold(version.engine, "customers")
    has_list = len(version.engine.query(f"SELECT 1 FROM raw.customers WHERE {held} LIMIT 1")) > 0
    return "person_no IN (SELECT person_no FROM mart.unlisted)" if has_list else NOBODY


def _ways(version: Version) -> dict[str, dict[str, int]]:
    if "ways" not in version.marts:
        return {}
    found: dict[str, dict[str, int]] = {}
    for row in version.engine.query("SELECT mart, way, row_count FROM mart.ways ORDER BY row_count DESC").itertuples():
        found.setdefault(str(row.mart), {})[str(row.way)] = int(str(row.row_count))
    return found
