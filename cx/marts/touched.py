"""Whose rows are made anew: where the marts of an earlier build stand, only those of persons something is new of.

What the marts of persons say of one of them depends on nothing but his own orders, profile, ids and first answer. A
mark of all that is kept for each (see prepare/marks.sql), so that nothing has to be reasoned about what a load, an
undone load or a setting changes: whose mark is the same has the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.marts import form

MOST_REPLACED = 0.25
"""Once so large a share of the orders was written out of their sorting, all marts are made anew. Sorted, what lies in a
period is found without reading the rest: after a tenth, revenue by month took a third longer.
"""
KEPT = ("orders", "activity", "months", "customers")
READ_ON = ("orders", "activity")
"""Those of them that the next is made from."""
NOBODY = 0
"""The number under which the orders of nobody known are marked, all together."""


@dataclass(slots=True)
class Touched:
    """Which persons' rows are made anew. everybody: all, whatever was there; shape: see `shape_of`.

    replaced: orders written out of their sorting since everything was made.
    """

    shape: str
    everybody: bool = True
    replaced: int = 0

    def keeps(self, mart: str) -> bool:
        """Whether rows of this mart stay."""
        return mart in KEPT and not self.everybody


def shape_of(own: Mapping[str, Sequence[str]]) -> str:
    """What columns the marts have, as one text; own: table -> its dimension columns."""
    return json.dumps({table: list(columns) for table, columns in sorted(own.items())})


def number(workspace: Workspace, own: Mapping[str, Sequence[str]]) -> Touched:
    """Create latest_numbered, who has which number already; nobody, when the marts there are of another make."""
    touched = Touched(shape_of(own))
    made = form.made(workspace)
    standing = made is not None and made.shape == touched.shape
    persons = (
        "SELECT person, person_no FROM mart.customers" if standing else "SELECT '' AS person, 0 AS person_no LIMIT 0"
    )
    workspace.execute(f"CREATE TEMP TABLE latest_numbered AS {persons}")
    # From here on they are neither the old nor the new ones.
    form.forget(workspace)
    touched.everybody, touched.replaced = not standing, made.replaced if standing and made else 0
    return touched


def find(workspace: Workspace, touched: Touched) -> None:
    """Create latest_touched, whose marks are not those kept, and keep the new ones in mart.marks."""
    if not touched.everybody:
        workspace.execute(
            "CREATE TEMP TABLE latest_touched AS "
            "SELECT coalesce(now.person_no, before.person_no) AS person_no "
            "FROM latest_marks AS now FULL JOIN mart.marks AS before ON before.person_no = now.person_no "
            "WHERE now.mark IS DISTINCT FROM before.mark"
        )
        counted = workspace.query(
            f"SELECT count(*) AS orders, count(CASE WHEN {_is_touched()} THEN 1 END) AS touched FROM mart.orders"
        ).iloc[0]
        touched.replaced += int(counted["touched"])
        touched.everybody = touched.replaced > MOST_REPLACED * int(counted["orders"])
    if touched.everybody:
        touched.replaced = 0
    workspace.execute("CREATE OR REPLACE TABLE mart.marks AS SELECT * FROM latest_marks ORDER BY person_no")
    show(workspace, touched, "orders_to_make", "latest_valued_orders")
    show(workspace, touched, "people_to_make", "latest_people")


def show(workspace: Workspace, touched: Touched, name: str, source: str) -> None:
    """Create view latest_<name>: the rows of a source that are made anew, or that were."""
    some = "" if touched.everybody else f" WHERE {_is_touched()}"
    workspace.execute(f"CREATE TEMP VIEW latest_{name} AS SELECT * FROM {source}{some}")


def clear(workspace: Workspace, mart: str) -> None:
    """Delete from a mart the rows that are made anew."""
    workspace.execute(f"DELETE FROM mart.{quoted(mart)} WHERE {_is_touched()}")


def _is_touched() -> str:
    return f"coalesce(person_no, {NOBODY}) IN (SELECT person_no FROM latest_touched)"
