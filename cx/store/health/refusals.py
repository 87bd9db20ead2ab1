"""Why rows were refused, by load."""

from __future__ import annotations

from dataclasses import dataclass

from cx.marts.holding import loads_that_count
from cx.marts.latest import MART_OF
from cx.store.reading import Version

MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in one load. column: where in the row; empty when the whole row is meant."""

    table: str
    load_id: str
    column: str
    reason: str
    rows: int


def reasons(version: Version) -> list[Reason]:
    """The most frequent reasons first, at most fifty."""
    rows = version.engine.query(
        "SELECT l.table_name, l.load_id, coalesce(r.column_name, '') AS place, r.reason, count(*) AS n "
        f"FROM meta.refused AS r JOIN ({loads_that_count(version.engine)}) AS l ON l.load_no = r.load_no "
        f"GROUP BY ALL ORDER BY n DESC, l.load_id, place, r.reason LIMIT {MOST_REASONS}"
    )
    return [
        Reason(
            MART_OF.get(str(r.table_name), str(r.table_name)),
            str(r.load_id),
            str(r.place),
            str(r.reason),
            int(str(r.n)),
        )
        for r in rows.itertuples()
    ]
