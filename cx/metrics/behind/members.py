"""Lists the customers behind a figure: how many, what each adds, and what of the figure is of nobody known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from cx.engines.base import quoted
from cx.errors import QueryError, UsageError
from cx.language import _
from cx.metrics import reasons
from cx.metrics.base import Metric, Options
from cx.metrics.behind.cell import NO_CURRENCY, Cell, check_within, checked, named_alike, outside, parameters
from cx.metrics.behind.groups import WHOLE
from cx.metrics.behind.kinds import BEHIND, LISTS, Kind
from cx.metrics.behind.valued import as_table, values
from cx.metrics.compute import check_options, find, scope_of
from cx.metrics.coverage import day_columns
from cx.metrics.sampling import sample
from cx.queries import Scope, check_dates, run
from cx.store.reading import Version
from cx.view import View

MOST_SHOWN, MOST_EXPORTED = 1_000, 200_000
PROFILE = ("segment", "region", "plan", "acquisition_channel")
"""What is told of a customer, where the data know it: nothing that says who somebody is."""


@dataclass(frozen=True, slots=True)
class Members:
    """The customers behind one figure.

    customers: how many of them are known; n and adds: what they count for and add together. nameless_n, nameless_adds:
    the rest of the figure, whose customers are not known, so that n + nameless_n is the figure's n. by_side: 1 adds, -1
    takes away, 0 neither -> customers. listed: the customers of the side asked for; lines: the first of them, who adds
    most first. currency: of the amounts, "" for none. sample: of which customers they are, see `sampling`. sql: the
    statement that listed them, values written in.
    """

    metric: Metric
    kind: Kind
    view: View
    options: Options
    cell: Cell
    data_version: str
    customers: int
    n: int
    adds: float
    nameless_n: int
    nameless_adds: float
    by_side: Mapping[int, int]
    currency: str
    sample: Mapping[str, int]
    lines: pd.DataFrame
    sql: str

    @property
    def listed(self) -> int:
        """How many customers the list would have, were it not cut."""
        return self.customers if self.cell.side is None else self.by_side.get(self.cell.side, 0)

    @property
    def value(self) -> float | None:
        """The figure as the list gives it; None where it is no sum, or nothing is counted."""
        group = self.cell.group
        if self.kind.median or group.two_sided or group.is_count or self.options.measure != Options().measure:
            return None
        total, n = self.adds + self.nameless_adds, self.n + self.nameless_n
        if not self.kind.per:
            return total
        return total / n * (100.0 if self.metric.unit == "points" else 1.0) if n else None


def behind(
    metric: str,
    version: Version,
    view: View,
    options: Options = Options(),  # noqa: B008 - immutable
    cell: Cell = Cell(),  # noqa: B008 - immutable
    *,
    most: int = MOST_SHOWN,
) -> Members:
    """Which customers are behind this figure of this view?

    cell: which of the metric's figures; the whole of the view unless told. most: how many customers are listed; all are
    counted. Raises UsageError for a metric whose customers cannot be listed, a cell it does not have, and where the
    view or the data give no figure at all.
    """
    found = listable(metric)
    kind = BEHIND[metric]
    check_options(found, options)
    view = named_alike(view, cell, version, found.scopes)
    cell = checked(cell, found, view, options)
    check_within(cell, view.dates(version.dates))
    view = cell.seen_in(view)
    _check(version, view, found, cell)
    scope = scope_of(version, view, options)
    scope = replace(scope, sample=sample(found, version, scope))
    if reason := outside(cell, found, scope):
        raise UsageError(_("no customers can be listed: {reason}.").format(reason=reason))
    try:
        return _listed(found, kind, version, scope, cell, most)
    except QueryError as error:
        if version.outdated:
            raise UsageError(
                _("no customers can be listed: {reason}.").format(reason=reasons.outdated(version))
            ) from error
        raise


def listable(name: str) -> Metric:
    """The metric of that name; UsageError when its customers cannot be listed."""
    metric = find(name)
    if name in BEHIND:
        return metric
    told = _("the customers behind {metric} cannot be listed: it is a model, or holds groups against each other.")
    raise UsageError(
        told.format(metric=name), mend=_("Those of these can: {metrics}.").format(metrics=", ".join(BEHIND))
    )


def _check(version: Version, view: View, metric: Metric, cell: Cell) -> None:
    reason = reasons.not_loaded(version, metric)
    if reason is None:
        check_dates(view, version.dates)
        reasons.check_dimensions(version, view, metric)
        reason = reasons.not_here(version, view, metric)
    if reason is None and cell.by and not version.occurring(cell.by, (cell.value or "",)):
        reason = _("“{value}” does not occur in {name}").format(value=cell.value, name=cell.by)
    if reason:
        raise UsageError(_("no customers can be listed: {reason}.").format(reason=reason))


def _listed(metric: Metric, kind: Kind, version: Version, scope: Scope, cell: Cell, most: int) -> Members:
    steps = {
        **metric.step_texts(scope.options),
        "counted": kind.file.read_text(encoding="utf-8"),
        "by_customer": _text("by_customer_and_band" if cell.group != WHOLE else "by_customer"),
    }
    days, given = day_columns(metric), parameters(cell, scope, metric)
    expected = values(metric, version, scope, cell) if kind.modelled else None
    tables = {} if expected is None else {"valued": as_table(expected)}
    tally = run(version, _text("tally"), days, scope, metric.optional, steps, given, tables).rows
    currency = _currency(tally, cell)
    given |= {"currency": (currency, "VARCHAR"), "side": (cell.side, "INTEGER"), "most": (most, "INTEGER")}
    steps["profile"] = _profile(version)
    if expected is not None:
        # Only those who are listed: the statement is shown with its values written in.
        tables = {"valued": as_table(expected.head(most))}
    people = run(version, _text("people"), days, scope, metric.optional, steps, given, tables)
    unused = ["place", "person_no", *(["band"] if cell.group == WHOLE else [])]
    tally = tally[tally["currency"].fillna("") == currency]
    known, nameless = tally[tally["known"] == 1], tally[tally["known"] == 0]
    return Members(
        metric=metric,
        kind=kind,
        view=scope.view,
        options=scope.options,
        cell=cell,
        data_version=version.id,
        customers=int(known["customers"].sum()),
        n=int(known["n"].sum()),
        adds=float(known["adds"].sum()),
        nameless_n=int(nameless["n"].sum()),
        nameless_adds=float(nameless["adds"].sum()),
        by_side={
            side: int(known["customers"][known["side"] == side].sum())
            for side in sorted(set(known["side"].astype(int)))
        },
        currency=currency,
        sample=scope.sample,
        lines=people.rows.sort_values("place").drop(columns=unused).reset_index(drop=True),
        sql=people.sql,
    )


def _currency(tally: pd.DataFrame, cell: Cell) -> str:
    """The currency asked for, else the one of most rows, as a card shows it; "" is no currency."""
    if cell.currency is not None:
        return "" if cell.currency == NO_CURRENCY else cell.currency
    counts = dict.fromkeys(sorted(tally["currency"].fillna("").astype(str), key=lambda code: (not code, code)), 0)
    for code, n in zip(tally["currency"].fillna("").astype(str), tally["n"], strict=True):
        counts[code] += int(n)
    return max(counts, key=lambda code: counts[code], default="")


def _profile(version: Version) -> str:
    """The step that says who the customers are: their id, and what they were sorted into."""
    told = []
    for name in PROFILE:
        found = version.dimension(f"customers.{name}", "customers")
        column = f"CAST({quoted(found.columns['customers'])} AS VARCHAR)" if found else "CAST(NULL AS VARCHAR)"
        told.append(f"{column} AS {name}")
    return f"SELECT person_no, person AS customer, {', '.join(told)} FROM mart.customers"  # noqa: S608 - names are quoted


def _text(name: str) -> str:
    return (LISTS / f"{name}.sql").read_text(encoding="utf-8")
