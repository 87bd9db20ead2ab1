"""Puts a view's scope and shared steps before a metric's SQL and runs it; the sole caller of engines for figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from types import MappingProxyType

import pandas as pd

from cx.engines.base import quoted
from cx.errors import UsageError
from cx.language import _
from cx.language.numbers import count
from cx.model import MISSING
from cx.periods import periods
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import GRAINS, Dates, Filter, View, coarsest_enough
from cx.written_sql import written_out

GRAIN_SQL = {
    grain: f"CAST(date_trunc('{grain}', {{day}}) AS DATE)" for grain in ("day", "week", "month", "quarter", "year")
}
COUNTED = ("cohorts", "cohort_money", "month_money", "month_scores")
"""Marts that hold sums for all customers, and for the values of one dimension at a time."""
GROUPS = "groups"
"""Read as if it were a mart: every customer's groups by the dimensions asked for together, and nobody's."""
MOST_GROUPS = 5
OF_PERSONS = ("activity", "months")
"""Marts of persons without dimensions of their own: narrowed by those of mart.customers."""
NO_STEPS: Mapping[str, str] = MappingProxyType({})
NOTHING: Mapping[str, tuple[object, str]] = MappingProxyType({})
Table = Mapping[str, tuple[list[object], str]]
"""Column -> its values and their type."""
NO_TABLES: Mapping[str, Table] = MappingProxyType({})
DRAWS = 1_000_000
"""Customers have drawn one of so many numbers."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a metric can be asked beyond the view; each metric names the ones it understands.

    cohort: grain of cohorts. measure, mode, basis: of retention and LTV. of: the figure whose change is explained.
    score: whose bands are compared. per: figures of groups or of single customers. move: percent of high-effort
    contacts made easy; lift: points of retention won; programme_cost: what that costs in a year.
    """

    cohort: str = "month"
    measure: str = "customers"
    mode: str = "first"
    basis: str = "first_order"
    of: str = "nps"
    score: str = "all"
    per: str = "group"
    move: float = 10.0
    lift: float = 1.0
    programme_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything an estimator may need besides the rows: the view resolved against one version of the data.

    dates: the days shown. compared: the days they are held against, None when there are none. data: the days the data
    cover. orders_to: the last day with orders, None without orders. sample: mart -> only customers who drew a number
    below this are read of it, and nothing of nobody known. groups: dimensions of customers that are asked for together.
    """

    view: View
    dates: Dates
    compared: Dates | None
    data: Dates
    orders_to: date | None
    settings: Settings
    options: Options = Options()
    sample: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a metric's SQL, and the statement with its values written in, for the receipt."""

    rows: pd.DataFrame
    sql: str


def run(  # noqa: PLR0913 - what a statement is made of
    version: Version,
    sql: str,
    scopes: Mapping[str, str | None],
    scope: Scope,
    optional: Sequence[str] = (),
    steps: Mapping[str, str] = NO_STEPS,
    given: Mapping[str, tuple[object, str]] = NOTHING,
    tables: Mapping[str, Table] = NO_TABLES,
    *,
    once: bool = False,
) -> Answer:
    """Run a metric's SQL under a view.

    scopes: mart name -> the date column the view's days apply to, None when only its filters do. optional: those of
    them that are empty, and no mistake, where they lack a dimension of the view. steps: name -> SELECT; each reads the
    scopes and the steps before it, and the metric's SQL reads them all. given: further columns of `params`: name ->
    value and type. tables: name -> rows that were worked out before, which steps and SQL read by this name. once: keep
    the answer for whoever asks the same, see Version.once.
    Raises UsageError when a dimension of the view does not exist in a mart that must be narrowed by it.
    """
    parameters: dict[str, object] = {}
    parts = [f"params AS (SELECT {_params(scope, given, parameters)})", f"periods AS ({_periods(scope)})"]
    parts += [
        f"{mart} AS ({_scoped(version, mart, day_column, scope, parameters, optional=mart in optional)})"
        for mart, day_column in scopes.items()
    ]
    parts += [f"{name} AS ({_table(name, columns, parameters)})" for name, columns in tables.items()]
    parts += [f"{name} AS (\n{text.strip()}\n)" for name, text in steps.items()]
    statement = "WITH " + ",\n".join(parts) + f"\nSELECT * FROM (\n{sql.strip()}\n) AS figures"
    ask = version.once if once else version.engine.query
    return Answer(ask(statement, parameters), written_out(statement, parameters))


def _params(scope: Scope, given: Mapping[str, tuple[object, str]], parameters: dict[str, object]) -> str:
    values: dict[str, tuple[object, str]] = {
        "first_day": (scope.dates.first, "DATE"),
        "last_day": (scope.dates.last, "DATE"),
        "then_first": (scope.compared.first if scope.compared else None, "DATE"),
        "then_last": (scope.compared.last if scope.compared else None, "DATE"),
        "orders_to": (scope.orders_to, "DATE"),
        "forward_days": (scope.settings.forward_days, "INTEGER"),
        "churn_days": (scope.settings.churn_days, "INTEGER"),
        "grain": (scope.options.cohort, "VARCHAR"),
        "basis": (scope.options.basis, "VARCHAR"),
        "mode": (scope.options.mode, "VARCHAR"),
        "score": (scope.options.score, "VARCHAR"),
        "per": (scope.options.per, "VARCHAR"),
        **given,
    }
    parameters.update({name: value for name, (value, _type) in values.items()})
    return ", ".join(f"CAST(${name} AS {kind}) AS {name}" for name, (_value, kind) in values.items())


def _table(name: str, columns: Table, parameters: dict[str, object]) -> str:
    """Rows that are bound as a list for each column."""
    parameters.update({f"{name}_{column}": values for column, (values, _kind) in columns.items()})
    told = (f"unnest(CAST(${name}_{column} AS {kind}[])) AS {column}" for column, (_values, kind) in columns.items())
    return f"SELECT {', '.join(told)}"


def _periods(scope: Scope) -> str:
    rows = [
        f"(DATE '{start}', DATE '{max(start, scope.dates.first)}', DATE '{min(end, scope.dates.last)}')"
        for start, end in periods(scope.dates, scope.view.every)
    ]
    start = "period" if scope.view.every else "CAST(NULL AS DATE) AS period"
    return f"SELECT {start}, first_day, last_day FROM (VALUES {', '.join(rows)}) AS p (period, first_day, last_day)"


def _scoped(
    version: Version, mart: str, day: str | None, scope: Scope, parameters: dict[str, object], *, optional: bool
) -> str:
    view = scope.view
    asked = dimensions_asked(view)
    if mart in COUNTED:
        return _counted(version, mart, scope, parameters)
    if mart == GROUPS:
        return _groups(version, scope)
    if mart in OF_PERSONS:
        return _of_persons(version, mart, day, scope, parameters)
    if optional and any(version.dimension(name, mart) is None for name in asked):
        nothing = "CAST(NULL AS VARCHAR) AS split, CAST(NULL AS DATE) AS period"
        return f"SELECT *, {nothing} FROM mart.{quoted(mart)} WHERE 1 = 0"
    split = "CAST(NULL AS VARCHAR)" if view.split is None else _label(version.column(mart, view.split))
    grain = GRAIN_SQL[view.every].format(day=quoted(day)) if view.every and day else "CAST(NULL AS DATE)"
    where = [f"{quoted(day)} BETWEEN $first_day AND $last_day"] if day else []
    where += [_one_of(_label(version.column(mart, part.dimension)), part, parameters) for part in view.filters]
    where += _drawn(mart, scope, parameters)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    return f"SELECT *, {split} AS split, {grain} AS period FROM mart.{quoted(mart)}{condition}"


def _counted(version: Version, mart: str, scope: Scope, parameters: dict[str, object]) -> str:
    """The rows of the one dimension that the view asks for, added up by whoever reads them where there is no split."""
    view = scope.view
    asked = dimensions_asked(view)
    parameters["counted"] = version.column("customers", asked[0]) if asked else ""
    where = ["dimension = $counted", *(_one_of("value", part, parameters) for part in view.filters)]
    split = "value" if view.split else "CAST(NULL AS VARCHAR)"
    return f"SELECT *, {split} AS split FROM mart.{quoted(mart)} WHERE {' AND '.join(where)}"


def _groups(version: Version, scope: Scope) -> str:
    labels = [_label(version.column("customers", name)) for name in scope.groups]
    known = [f"{label} AS by_{no}" for no, label in enumerate(labels, 1)]
    known += [f"CAST(NULL AS VARCHAR) AS by_{no}" for no in range(len(labels) + 1, MOST_GROUPS + 1)]
    nobody = ", ".join([f"'{MISSING}'"] * len(labels) + ["NULL"] * (MOST_GROUPS - len(labels)))
    return f"SELECT person_no, {', '.join(known)} FROM mart.customers UNION ALL SELECT NULL, {nobody}"


def _of_persons(version: Version, mart: str, day: str | None, scope: Scope, parameters: dict[str, object]) -> str:
    """The rows of the customers whom the view shows; without filters and split nobody has to be looked up."""
    grain = GRAIN_SQL[scope.view.every].format(day=f"of_mart.{quoted(day)}") if scope.view.every and day else None
    # The day of a month is its first: the month in which the days shown begin is one of them.
    since = "CAST(date_trunc('month', $first_day) AS DATE)" if mart == "months" else "$first_day"
    where = f" WHERE of_mart.{quoted(day)} BETWEEN {since} AND $last_day" if day else ""
    asked = dimensions_asked(scope.view)
    split = "of_view.split" if asked else "CAST(NULL AS VARCHAR) AS split"
    people = f"SELECT person_no, split FROM ({_scoped(version, 'customers', None, scope, parameters, optional=False)})"
    join = f" JOIN ({people}) AS of_view ON of_view.person_no = of_mart.person_no" if asked else ""
    period = grain or "CAST(NULL AS DATE)"
    return f"SELECT of_mart.*, {split}, {period} AS period FROM mart.{quoted(mart)} AS of_mart{join}{where}"


def dimensions_asked(view: View) -> list[str]:
    """The dimensions of a view's filters and its split."""
    return [part.dimension for part in view.filters] + ([view.split] if view.split else [])


def _drawn(mart: str, scope: Scope, parameters: dict[str, object]) -> Iterator[str]:
    if mart not in scope.sample:
        return
    parameters[f"{mart}_draw"] = scope.sample[mart]
    few = f"draw < ${mart}_draw"
    yield few if mart == "customers" else f"person_no IN (SELECT person_no FROM mart.customers WHERE {few})"


def _one_of(value: str, part: Filter, parameters: dict[str, object]) -> str:
    name = f"filter_{len(parameters)}"
    parameters[name] = list(part.values)
    return f"{value} IN (SELECT unnest(${name}))"


def _label(column: str) -> str:
    return f"coalesce(CAST({quoted(column)} AS VARCHAR), '{MISSING}')"


def unknown_values(version: Version, view: View) -> list[str]:
    """What in a view the data do not have, in words: dimensions and values of filters, the split, the data version."""
    problems: list[str] = []
    for part in view.filters:
        if not version.meant(part.dimension):
            problems.append(_("There is no dimension “{name}” in these data.").format(name=part.dimension))
            continue
        known = version.occurring(part.dimension, part.values)
        problems += [
            _("“{value}” does not occur in {name}; nothing matches it.").format(value=value, name=part.dimension)
            for value in part.values
            if value not in known
        ]
    if view.split and not version.meant(view.split):
        problems.append(_("There is no dimension “{name}” to split by.").format(name=view.split))
    return problems


def check_dates(view: View, data: Dates) -> None:
    """UsageError when the view's days run backwards."""
    days = view.dates(data)
    if days.first > days.last:
        raise UsageError(
            _("the period {first} to {last} runs backwards.").format(first=days.first, last=days.last),
            mend=_("Give the earlier day first."),
        )


def check_grain(view: View, data: Dates, most: int) -> None:
    """UsageError when the view's grain cuts its days into more than so many periods."""
    if view.every is None:
        return
    days = view.dates(data)
    found = sum(1 for _period in islice(periods(days, view.every), most + 1))
    if found <= most:
        return
    coarser = coarsest_enough(days, view.every, most)
    fewer = _("--every {coarser}, or ").format(coarser=coarser) if coarser != view.every else ""
    raise UsageError(
        _("by {grain} the days {first} to {last} are more than {most} periods.").format(
            grain=GRAINS[view.every], first=days.first, last=days.last, most=count(most)
        ),
        where="--every",
        mend=_("Choose {fewer}a shorter period.").format(fewer=fewer),
    )


__all__ = [
    "Answer",
    "Filter",
    "Scope",
    "check_dates",
    "check_grain",
    "dimensions_asked",
    "run",
    "unknown_values",
]
