"""Which dimensions every mart carries, under which names, and with which values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace, quoted
from cx.marts.latest import MART_OF, OWN
from cx.model import MISSING

MOST_VALUES = 200
"""A dimension with more distinct values is not offered as a list."""

WORD = {"customers": "customer", "orders": "order", "surveys": "survey", "contacts": "contact"}
"""What goes before a name that is already taken."""

_PROFILE = "LEFT JOIN latest_profile_rows AS profile ON profile.person_no = core.person_no"
_FIRST = "LEFT JOIN mart.orders AS first_order ON first_order.person_no = core.person_no AND first_order.is_first = 1"
JOINS = {"orders": _PROFILE, "responses": _PROFILE, "contacts": _PROFILE, "customers": f"{_PROFILE} {_FIRST}"}
"""What a mart's text is joined with to bring in the customer's dimensions, and those of the order that won him."""

RESERVED = ("split", "period")
"""Columns that a view adds to a mart."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension in one mart. origin: the SQL it comes from while the mart is made."""

    source: str
    column: str
    mart: str
    mart_column: str
    origin: str

    @property
    def at_home(self) -> bool:
        """Whether the mart is that of the dimension's own table, where all of its values are."""
        return self.mart == MART_OF.get(self.source, self.source) and self.source in WORD


Candidate = tuple[str, str, str]
"""A dimension that a mart could have: its table, its column, and the SQL it comes from."""


def candidates(
    mart: str, source: str | None, own: Mapping[str, Sequence[str]], found: Sequence[Dimension]
) -> Iterator[Candidate]:
    """What a mart can have: its own dimensions first, then the customer's, then those of the order that won him."""
    if source and source != "customers":
        yield from ((source, c, f"core.{quoted(OWN + c)}") for c in own[source])
    if mart in JOINS:
        yield from (("customers", c, f"profile.{quoted(OWN + c)}") for c in own["customers"])
    if mart == "customers":
        yield from (
            (d.source, d.column, f"first_order.{quoted(d.mart_column)}")
            for d in found
            if d.mart == "orders" and d.source == "orders"
        )


def placed(mart: str, core: Sequence[str], wanted: Iterable[Candidate]) -> list[Dimension]:
    """The dimensions of a mart under names that are free in it; core: the columns it has anyway."""
    taken = {name.casefold() for name in (*core, *RESERVED)}
    result = []
    for table, column, origin in wanted:
        name = _free(column, WORD.get(table, table), taken)
        taken.add(name.casefold())
        result.append(Dimension(table, column, mart, name, origin))
    return result


def _free(name: str, word: str, taken: set[str]) -> str:
    choice, number = name, 1
    while choice.casefold() in taken:
        choice = f"{word}_{name}" if number == 1 else f"{word}_{name}_{number}"
        number += 1
    return choice


def write(workspace: Workspace, found: Sequence[Dimension]) -> None:
    """Write mart.dimensions and mart.dimension_values. A column without any value in the data is no dimension."""
    workspace.execute(
        "CREATE TEMP TABLE latest_dimensions (name VARCHAR, source_table VARCHAR, column_name VARCHAR, "
        "mart VARCHAR, mart_column VARCHAR, distinct_values BIGINT)"
    )
    workspace.execute(
        "CREATE TEMP TABLE latest_dimension_values "
        "(source_table VARCHAR, column_name VARCHAR, value VARCHAR, row_count BIGINT)"
    )
    sizes = {(d.source, d.column): _distinct_values(workspace, d) for d in found if d.at_home}
    offered = [d for d in found if sizes.get((d.source, d.column))]
    tables = Counter(column for _table, column in {(d.source, d.column.casefold()) for d in offered})
    for d in offered:
        name = f"{d.source}.{d.column}" if tables[d.column.casefold()] > 1 else d.column
        size = sizes[d.source, d.column]
        workspace.execute(
            "INSERT INTO latest_dimensions VALUES ($name, $source, $column, $mart, $mart_column, $size)",
            {
                "name": name,
                "source": d.source,
                "column": d.column,
                "mart": d.mart,
                "mart_column": d.mart_column,
                "size": size,
            },
        )
        if size <= MOST_VALUES:
            _write_values(workspace, d)
    workspace.execute("CREATE OR REPLACE TABLE mart.dimensions AS SELECT * FROM latest_dimensions")
    # "(missing)" may stand in any mart, a value only at home: one row of each.
    workspace.execute(
        "CREATE OR REPLACE TABLE mart.dimension_values AS SELECT source_table, column_name, value, "
        "max(row_count) AS row_count FROM latest_dimension_values GROUP BY source_table, column_name, value"
    )


def _distinct_values(workspace: Workspace, d: Dimension) -> int:
    rows = workspace.query(f"SELECT count(DISTINCT {quoted(d.mart_column)}) AS n FROM mart.{quoted(d.mart)}")
    return int(rows["n"].iloc[0])


def _write_values(workspace: Workspace, d: Dimension) -> None:
    column = quoted(d.mart_column)
    workspace.execute(
        f"INSERT INTO latest_dimension_values SELECT $source, $column, coalesce({column}, '{MISSING}'), count(*) "
        f"FROM mart.{quoted(d.mart)} {'' if d.at_home else f'WHERE {column} IS NULL'} GROUP BY {column}",
        {"source": d.source, "column": d.column},
    )
