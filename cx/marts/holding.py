"""Which raw rows can hold at all: not those of a table that was replaced since, nor those that were only noted.

Of the rows of a key that can hold, the newest does.
"""

from __future__ import annotations

from cx.engines.base import Engine

KEPT_IN = ("replaced", "passed")
"""The tables of schema meta that say so; a version that an earlier release made may lack them, and every row can hold.
"""


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
    if not set(KEPT_IN) <= set(engine.columns("meta")):
        return "true"
    first = floor(engine, table, load_no)
    conditions = [f"load_no >= {first}"] if first else []
    noted = f"SELECT load_no, row_no FROM meta.passed WHERE table_name = '{table}'"
    if len(engine.query(f"{noted} LIMIT 1")):
        conditions.append(f"(load_no, row_no) NOT IN ({noted})")
    return " AND ".join(conditions) or "true"


def loads_that_count(engine: Engine) -> str:
    """SELECT of meta.loads without those whose table was replaced since: nothing of their files counts any more."""
    if KEPT_IN[0] not in engine.columns("meta"):
        return "SELECT * FROM meta.loads"
    return (
        "SELECT l.* FROM meta.loads AS l LEFT JOIN "
        "(SELECT table_name, max(floor_no) AS first FROM meta.replaced GROUP BY table_name) AS f USING (table_name) "
        "WHERE l.load_no >= coalesce(f.first, 0)"
    )
