"""How many rows find their customer: an id alone is no match, the person behind it must be known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cx.engines.base import quoted
from cx.store.reading import Version

MATCHED = ("orders", "responses", "contacts")
LISTED = """
latest AS (
    SELECT customer_id, person_id FROM raw.customers
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY load_no DESC, row_no DESC) = 1
),
listed AS (SELECT coalesce(person_id, customer_id) AS person FROM latest)
"""
"""The persons of the customers files."""
ORDERED = """
named AS (SELECT customer_id FROM raw.orders UNION SELECT customer_id FROM raw.order_lines),
ordered AS (
    SELECT coalesce(latest.person_id, named.customer_id) AS person FROM named LEFT JOIN latest USING (customer_id)
    WHERE customer_id IS NOT NULL
)
"""
"""The persons who have an order, whatever its status."""


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of a mart. nameless: no person is found at all. strangers: their person is known from nowhere else."""

    table: str
    rows: int
    nameless: int
    strangers: int

    @property
    def share(self) -> float:
        """The share of rows whose customer is known."""
        return (self.rows - self.nameless - self.strangers) / self.rows


def matches(version: Version) -> Iterator[Match]:
    """For every table that has rows, how many find a customer.

    A person is known from the customers files; for responses and contacts an order is enough. Without any customers
    file orders are not judged against it: then only guest orders are without a customer.
    """
    has_list = len(version.engine.query("SELECT 1 FROM raw.customers LIMIT 1")) > 0
    for table in MATCHED:
        if not version.counts.get(table):
            continue
        known = "SELECT person_no FROM mart.customers WHERE person IN (SELECT person FROM listed)"
        if table != "orders":
            known += " OR person IN (SELECT person FROM ordered)"
            known += " UNION SELECT person_no FROM mart.orders WHERE person_no IS NOT NULL"
        elif not has_list:
            known = "SELECT person_no FROM mart.customers"
        row = version.engine.query(
            f"WITH {LISTED}, {ORDERED}, known AS ({known}) SELECT count(*) AS n, count(person_no) AS named, "
            f"count(*) FILTER (person_no IN (SELECT person_no FROM known)) AS matched FROM mart.{quoted(table)}"
        ).iloc[0]
        rows, named, matched = (int(row[name]) for name in ("n", "named", "matched"))
        yield Match(table, rows, rows - named, named - matched)
