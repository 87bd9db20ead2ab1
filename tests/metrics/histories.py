"""Order histories in one line per customer, so that a test's data can be read at a glance."""

from __future__ import annotations

from cx.metrics.base import Row

Orders = list[dict[str, object]]


def histories(**customers: str) -> Orders:
    """Orders from customer -> "date amount" pairs: histories(ann="2026-01-05 10, 2026-02-01 20")."""
    rows: Orders = []
    for customer, history in customers.items():
        for order in history.split(","):
            day, amount = order.split()
            number = len(rows) + 1
            rows.append({"order_id": f"o{number}", "customer_id": customer, "ordered_at": day, "amount": amount})
    return rows


def guest_order(day: str) -> Orders:
    """One order of nobody: it only shows that the data go on to that day."""
    return [{"order_id": f"guest-{day}", "ordered_at": day, "amount": 1}]


def table(rows: tuple[Row, ...]) -> dict[tuple[str, int | None], Row]:
    """Rows of a cohort table by (cohort's first day, age)."""
    return {(f"{row.cohort}", row.age): row for row in rows}


def summed(rows: tuple[Row, ...], *keys: str) -> dict[tuple[object, ...], float]:
    """Totals added up over splits, by the named fields of a row."""
    sums: dict[tuple[object, ...], float] = {}
    for row in rows:
        key = tuple(getattr(row, name) for name in keys)
        sums[key] = sums.get(key, 0.0) + (row.total or 0.0)
    return {key: round(total, 6) for key, total in sums.items() if total}
