"""Which of a metric's figures is meant: a bar, a cell of a cohort table, a point of a curve, or the whole view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cx.errors import UsageError
from cx.language import _, numbers
from cx.metrics.base import Metric, Options, Row
from cx.metrics.cohorts import last_day, period_number
from cx.queries import Scope, period_start
from cx.store.reading import Version
from cx.view import GRAINS, Filter, View

AGES = range(100_000)
OF_COHORTS = frozenset({"retention", "observed_ltv"})
"""Metrics with a figure for every cohort."""
SIDES: Mapping[str, int] = {"adds": 1, "neither": 0, "takes": -1}
"""What a side of a figure is called outside."""
NO_CURRENCY = "none"
"""What a cell of amounts without a currency asks for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """by, value: the bar of a split. cohort: the first day of a cohort. age: in periods of the cohorts. currency: of an
    amount; None is that of most rows. side: 1 only who adds to the figure, -1 who takes from it, 0 who does neither.
    """

    by: str | None = None
    value: str | None = None
    cohort: date | None = None
    age: int | None = None
    currency: str | None = None
    side: int | None = None

    def seen_in(self, view: View) -> View:
        """The view in which this cell is the only figure."""
        whole = replace(view, split=None, every=None)
        if self.by is None or self.value is None:
            return whole
        others = tuple(part for part in whole.filters if part.dimension != self.by)
        return replace(whole, filters=(*others, Filter(self.by, (self.value,))))

    def about(self, row: Row) -> bool:
        """Whether a row of the answer in `seen_in` is this figure."""
        wanted = None if self.currency == NO_CURRENCY else self.currency
        return (
            (self.cohort is None or row.cohort == self.cohort)
            and (self.age is None or row.age == self.age)
            and (self.currency is None or row.currency == wanted or not row.estimate.n)
        )


def checked(cell: Cell, metric: Metric, view: View, options: Options) -> Cell:
    """The cell with its cohort on the first day of a period; UsageError when it cannot be one of the metric's."""
    if (cell.by is None) != (cell.value is None):
        raise UsageError(_("a bar needs its dimension and its value."), mend=_("Give both or none."))
    if any(part.dimension == cell.by and cell.value not in part.values for part in view.filters):
        raise UsageError(
            _("the filter on {name} leaves “{value}” out.").format(name=cell.by, value=cell.value),
            mend=_("Remove the filter."),
        )
    if cell.currency is not None and metric.unit != "money":
        raise UsageError(
            _("{metric} is no money and has no currency.").format(metric=metric.name), mend=_("Leave the currency out.")
        )
    has_cohorts, has_ages = metric.name in OF_COHORTS, "cohort" in metric.options
    if has_cohorts != (cell.cohort is not None):
        told = _("{metric} is given for each cohort.") if has_cohorts else _("{metric} is not given for a cohort.")
        raise UsageError(
            told.format(metric=metric.name), mend=_("Give the first day of a cohort there, and only there.")
        )
    if has_ages != (cell.age is not None):
        told = _("{metric} is given for each age.") if has_ages else _("{metric} is not given for an age.")
        raise UsageError(told.format(metric=metric.name), mend=_("Give the age in periods there, and only there."))
    if cell.age is not None and cell.age not in AGES:
        raise UsageError(_("the age cannot be {age}.").format(age=cell.age), mend=_("Give a whole number from 0 on."))
    return replace(cell, cohort=period_start(cell.cohort, options.cohort)) if cell.cohort else cell


def named_alike(view: View, cell: Cell, version: Version, marts: Iterable[str]) -> View:
    """The view with the dimension of the cell's bar under the name that the cell has for it.

    A filter may call it by another one, as `Region` and `customers.region` are both `region`.
    """
    known = {mart: found for mart in marts if (found := version.dimension(cell.by or "", mart))}
    same = {
        part.dimension
        for part in view.filters
        if known and all(version.dimension(part.dimension, mart) is found for mart, found in known.items())
    }
    filters = (replace(part, dimension=cell.by or "") if part.dimension in same else part for part in view.filters)
    return replace(view, filters=tuple(filters))


def outside(cell: Cell, scope: Scope) -> str | None:
    """Why the data cannot hold the cell: its cohort or its age lies beyond them. None where they may."""
    grain, seen_to = scope.options.cohort, scope.orders_to
    if seen_to is None or (cell.cohort is None and cell.age is None):
        return None
    shown, age = scope.dates, cell.age or 0
    if cell.cohort is None:
        oldest = period_number(max(shown.first, scope.data.first), grain)
        if last_day(oldest + age, grain) <= seen_to:
            return None
        told = _("no cohort of the days shown has completed {grain} {age}: the orders end on {day}")
        return told.format(grain=GRAINS[grain], age=age, day=numbers.day(seen_to))
    start = period_number(cell.cohort, grain)
    if not period_number(shown.first, grain) <= start <= period_number(min(shown.last, seen_to), grain):
        told = _("the cohort {cohort} lies outside the days shown for which there are orders ({days})")
        days = numbers.days(shown.first, max(shown.first, min(shown.last, seen_to)))
        return told.format(cohort=numbers.period(cell.cohort, grain), days=days)
    if start + age > period_number(seen_to, grain):
        told = _("the cohort {cohort} has not come to {grain} {age}: the orders end on {day}")
        cohort = numbers.period(cell.cohort, grain)
        return told.format(cohort=cohort, grain=GRAINS[grain], age=age, day=numbers.day(seen_to))
    return None


def parameters(cell: Cell, scope: Scope) -> dict[str, tuple[object, str]]:
    """What the SQL reads besides the view, name -> value and type: measure, age, oldest and youngest cohort.

    Without a cohort all that have completed the age are meant, as their curve means them.
    """
    grain, age = scope.options.cohort, cell.age or 0
    if cell.cohort is not None:
        oldest = youngest = period_number(cell.cohort, grain)
    else:
        oldest = period_number(date.min, grain)
        seen_to = scope.orders_to or date.min
        youngest = period_number(seen_to + timedelta(days=1), grain) - 1 - age
    return {
        "measure": (scope.options.measure, "VARCHAR"),
        "age": (age, "INTEGER"),
        "oldest": (oldest, "INTEGER"),
        "youngest": (youngest, "INTEGER"),
    }
