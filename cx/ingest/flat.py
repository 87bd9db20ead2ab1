"""A flat file of order lines also makes the orders: one per order number, with what all its lines agree on."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.mapping import Mapping
from cx.ingest.refuse import USABLE
from cx.language import _
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
    moved = _constant_within_orders(list(mapping.dimensions), workspace)
    columns = ["order_id", "ordered_at", *(n for n in ("customer_id", *ORDER_LABELS) if n in mapping.names), *moved]
    firsts = [f"arg_min({quoted(n)}, line) AS {quoted(n)}" for n in columns[2:]]
    selected = ["order_id", "min(ordered_at) AS ordered_at", *firsts, "min(line) AS row_no"]
    workspace.execute(
        f"CREATE TABLE {READY_ORDERS} AS SELECT {', '.join(selected)} FROM {USABLE} GROUP BY order_id ORDER BY row_no"
    )
    _note_shared_orders(mapping, workspace)
    return columns, moved


def _constant_within_orders(names: Sequence[str], workspace: Workspace) -> list[str]:
    """The dimensions that are the same in all lines of every order, or missing in all of them."""
    if not names:
        return []
    within = ", ".join(
        f"min({c}) IS NOT DISTINCT FROM max({c}) AND count({c}) IN (0, count(*)) AS same_{k}"
        for k, c in enumerate(map(quoted, names))
    )
    all_of = ", ".join(f"coalesce(bool_and(same_{k}), true) AS same_{k}" for k in range(len(names)))
    row = workspace.query(f"SELECT {all_of} FROM (SELECT {within} FROM {USABLE} GROUP BY order_id)").iloc[0]
    return [name for k, name in enumerate(names) if bool(row[f"same_{k}"])]


def _note_shared_orders(mapping: Mapping, workspace: Workspace) -> None:
    if "customer_id" not in mapping.fields:
        return
    several = workspace.query(
        f"SELECT count(*) AS n FROM (SELECT 1 FROM {USABLE} GROUP BY order_id HAVING count(DISTINCT customer_id) > 1)"
    )
    if n := int(several["n"].iloc[0]):
        mapping.notes.append(
            _("{n} {name} name more than one customer; the first one was taken.").format(n=n, name=ORDERS.name)
        )
