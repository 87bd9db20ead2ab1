"""Which raw rows can hold at all: not those of a table that was replaced since, nor those that were only noted.

Of the rows of a key that can hold, the newest does.
"""

from __future__ import annotations

from cx.engines.base import Engine


def floor(engine: Engine, table: str, load_no: int | None = None) -> int:
    """The first load whose rows can hold: 0, or where the last replacement of the table began.

    load_no: as that load saw it; None: now.
    """
    found = engine.query(
        "SELECT coalesce(max(floor_no), 0) AS first FROM meta.replaced "
        "WHERE table_name = $table AND load_no <= coalesce($load_no, load_no)",
        {"table": table, "load_no": load_no},
    )
    return int(found["first"].iloc[0])


def can_hold(engine: Engine, table: str, load_no: int | None = None) -> str:
    """SQL of the condition on load_no and row_no of a raw table under which its rows can hold; load_no: see floor."""
    first = floor(engine, table, load_no)
    conditions = [f"load_no >= {first}"] if first else []
    noted = f"SELECT load_no, row_no FROM meta.passed WHERE table_name = '{table}'"
    if len(engine.query(f"{noted} LIMIT 1")):
        conditions.append(f"(load_no, row_no) NOT IN ({noted})")
    return " AND ".join(conditions) or "true"
