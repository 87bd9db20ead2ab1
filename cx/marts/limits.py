"""Whether the amounts can be added up: the marts keep sums of money exactly, with fourteen digits before the point."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.errors import LoadError
from cx.language import _
from cx.language.numbers import count

LARGEST_SUM = 10**14
SUMS = {
    "the orders of one customer": (
        "latest_orders",
        "customer_id",
        "abs(coalesce(amount, 0)) + abs(coalesce(refunded_amount, 0)) + abs(coalesce(cost, 0))",
    ),
    "the lines of one order": (
        "latest_order_lines",
        "order_id",
        "abs(coalesce(amount, CAST(quantity * unit_price AS DECIMAL(18, 4)), 0))",
    ),
}
"""What is added up, in words -> table, key and amount."""


def check_sums(workspace: Workspace) -> None:
    """LoadError when a sum of amounts is larger than the marts can hold."""
    for what, (table, key, amount) in SUMS.items():
        # What all rows together cannot reach, no customer and no order can.
        bound = workspace.query(f"SELECT max({amount}) AS most, count(*) AS n FROM {table} WHERE {key} IS NOT NULL")
        if not int(bound["n"].iloc[0]) or float(bound["most"].iloc[0]) * int(bound["n"].iloc[0]) < LARGEST_SUM:
            continue
        found = workspace.query(
            f"SELECT max(total) AS most FROM (SELECT sum({amount}) AS total FROM {table} "
            f"WHERE {key} IS NOT NULL GROUP BY {key}) AS sums"
        )["most"].iloc[0]
        if found is not None and float(found) >= LARGEST_SUM:
            raise LoadError(
                _("{what} add up to {largest_sum} or more.").format(what=what, largest_sum=count(LARGEST_SUM)),
                mend=_("Check that the column of amounts holds money and no numbers of another kind."),
            )
