"""A flat file of order lines also makes the orders: one per order number, with what all its lines agree on."""

from __future__ import annotations

from cx.engines.base import Workspace, quoted
from cx.ingest.mapping import Mapping
from cx.ingest.refuse import USABLE
from cx.model import ORDERS

ORDER_LABELS = ("currency", "status", "channel")
READY_ORDERS = "ready_orders"


def is_flat(mapping: Mapping) -> bool:
    """Whether lines carry their order's date, so that orders can be made from them."""
    return mapping.table.name == "order_lines" and "ordered_at" in mapping.names


def make_orders(mapping: Mapping, workspace: Workspace) -> tuple[list[str], list[str]]:
    """Make READY_ORDERS from the usable lines; returns its columns and the dimensions that moved to the orders.

    ordered_at: the earliest of the lines. customer_id and labels: the first that is there. amount stays empty: the
    lines are summed. A dimension belongs to the order when it is the same in all lines of every order.
    """
    moved = [name for name in mapping.dimensions if _constant_within_orders(name, workspace)]
    columns = ["order_id", "ordered_at", *(n for n in ("customer_id", *ORDER_LABELS) if n in mapping.names), *moved]
    firsts = [f"first({quoted(n)} ORDER BY line) FILTER ({quoted(n)} IS NOT NULL) AS {quoted(n)}" for n in columns[2:]]
    selected = ["order_id", "min(ordered_at) AS ordered_at", *firsts, "min(line) AS row_no"]
    workspace.execute(
        f"CREATE TABLE {READY_ORDERS} AS SELECT {', '.join(selected)} FROM {USABLE} GROUP BY order_id ORDER BY row_no"
    )
    _note_shared_orders(mapping, workspace)
    return columns, moved


def _constant_within_orders(name: str, workspace: Workspace) -> bool:
    column = quoted(name)
    row = workspace.query(
        f"SELECT coalesce(bool_and(same), true) AS same FROM (SELECT count(DISTINCT {column}) + "
        f"CAST(count(*) > count({column}) AS INTEGER) <= 1 AS same FROM {USABLE} GROUP BY order_id)"
    )
    return bool(row["same"].iloc[0])


def _note_shared_orders(mapping: Mapping, workspace: Workspace) -> None:
    if "customer_id" not in mapping.fields:
        return
    several = workspace.query(
        f"SELECT count(*) AS n FROM (SELECT 1 FROM {USABLE} GROUP BY order_id HAVING count(DISTINCT customer_id) > 1)"
    )
    if n := int(several["n"].iloc[0]):
        mapping.notes.append(f"{n} {ORDERS.name} name more than one customer; the first one was taken.")
