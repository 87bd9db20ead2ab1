"""What is counted once for each load, by one dimension at a time: cohorts by age, money and scores by month.

What most readers look at is then a few hundred rows; whatever else they ask is counted from the other marts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cx.engines.base import Workspace, quoted
from cx.marts.touched import NOBODY
from cx.model import MISSING

FOLDER = Path(__file__).parent / "counted"
MOST_DIMENSIONS, MOST_VALUES = 24, 200
"""Each dimension is one more grouping of all rows; one with many values makes tables nobody reads."""
WHOLE = ""
"""The name under which the customers of no dimension, that is all of them, are found."""


def write(workspace: Workspace) -> None:
    """Write mart.cohorts, mart.cohort_money, mart.month_money and mart.month_scores out of the other marts.

    mart.cohorts: a row for each dimension (its column in mart.customers, '' for all customers), value ("(missing)" for
    none), cohort and age, with the sums that the metrics' own SQL gives. mart.cohort_money: a row for each dimension
    and value with the currencies of all its customers' orders. mart.month_money, mart.month_scores: a row for each
    dimension, value and calendar month, with sums over customers; what is of nobody known is "(missing)" everywhere.
    """
    columns = [str(name) for name in workspace.query(OFFERED)["mart_column"]]
    for kind in FACTS:
        workspace.execute(f"CREATE TEMP VIEW latest_{kind} AS {_text(kind)}")
    for table, keys in TABLES.items():
        sums = _text(table)
        workspace.execute(f"CREATE OR REPLACE TABLE mart.{table} AS {_grouped(sums, columns, keys)}")
    workspace.execute(
        "CREATE OR REPLACE TABLE mart.currencies AS SELECT DISTINCT money_currency FROM mart.orders "
        "WHERE net_revenue IS NOT NULL"
    )


FACTS = ("cohort_facts", "money_facts", "score_facts")
"""What every customer adds."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "cohorts": ("facts.cohort", "facts.age"),
    "cohort_money": (),
    "month_money": ("facts.month",),
    "month_scores": ("facts.month",),
}
"""Table -> what it is counted by, beside the dimension."""
OFFERED = (
    "SELECT mart_column FROM mart.dimensions "
    f"WHERE mart = 'customers' AND distinct_values <= {MOST_VALUES} "
    f"ORDER BY distinct_values, mart_column LIMIT {MOST_DIMENSIONS}"
)


def _grouped(text: str, columns: list[str], keys: tuple[str, ...]) -> str:
    """The sums of a text for every dimension at once: the rows are read and joined a single time."""
    labels = [f"coalesce(CAST({quoted(name)} AS VARCHAR), '{MISSING}') AS d{n}" for n, name in enumerate(columns)]
    dims = [f"people.d{n}" for n in range(len(columns))]
    sets = [f"({', '.join(keys)})", *(f"({', '.join((*keys, dim))})" for dim in dims)]
    told = [f"WHEN grouping({dim}) = 0 THEN {_literal(name)}" for dim, name in zip(dims, columns, strict=True)]
    dimension = f"CASE {' '.join(told)} ELSE '{WHOLE}' END" if columns else f"'{WHOLE}'"
    value = f"coalesce({', '.join(dims)})" if columns else "CAST(NULL AS VARCHAR)"
    people = f"SELECT {', '.join(['person_no AS of_person', *labels])} FROM mart.customers"
    nobody = ", ".join([f"{NOBODY}", *(f"'{MISSING}'" for _name in columns)])
    return (
        f"WITH people AS ({people} UNION ALL SELECT {nobody}) "
        f"SELECT {dimension} AS dimension, {value} AS value, {text} "
        f"GROUP BY GROUPING SETS ({', '.join(sets)}) ORDER BY ALL"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
