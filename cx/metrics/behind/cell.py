"""Which of a metric's figures is meant: a bar, a band, a cell of a cohort table, a point, or the whole view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cx.errors import UsageError
from cx.language import _, numbers
from cx.metrics.base import Metric, Options, Row
from cx.metrics.behind.groups import GROUPED, SCORES, WHOLE, Group, bands_of, groups, of_row, score_of
from cx.metrics.cohorts import last_day, period_number
from cx.metrics.coverage import speaks_of_whole_periods
from cx.metrics.single import HORIZONS
from cx.periods import period_start
from cx.queries import Scope
from cx.store.reading import Version
from cx.view import GRAINS, Dates, Filter, View

AGES = range(100_000)
OF_COHORTS = frozenset({"retention", "observed_ltv"})
"""Metrics with a figure for every cohort."""
OF_HORIZONS = frozenset({"predicted_clv"})
"""Metrics with a figure for so many months ahead, their age."""
SIDES: Mapping[str, int] = {"adds": 1, "neither": 0, "takes": -1}
"""What a side of a figure is called outside."""
NO_CURRENCY = "none"
"""What a cell of amounts without a currency asks for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """by, value: the bar of a split. cohort: the first day of a cohort. age: in periods of the cohorts. currency: of an
    amount; None is that of most rows. side: 1 only who adds to the figure, -1 who takes from it, 0 who does neither.
    days: of the point of a trend. group: which figure of an answer that has several.
    """

    by: str | None = None
    value: str | None = None
    cohort: date | None = None
    age: int | None = None
    currency: str | None = None
    side: int | None = None
    days: Dates | None = None
    group: Group = WHOLE

    def seen_in(self, view: View) -> View:
        """The view in which this cell is the only figure; of a figure by group, one of those by its split.

        A group takes one experience of each customer, the first of all: it is split, not filtered, since a filter would
        take the first with that value.
        """
        whole = replace(view.at(self.days) if self.days else view, split=None, every=None)
        if self.by is None or self.value is None:
            return whole
        if self.group != WHOLE:
            return replace(whole, split=self.by)
        others = tuple(part for part in whole.filters if part.dimension != self.by)
        return replace(whole, filters=(*others, Filter(self.by, (self.value,))))

    def about(self, row: Row) -> bool:
        """Whether a row of the answer in `seen_in` is this figure."""
        wanted = None if self.currency == NO_CURRENCY else self.currency
        if self.group != WHOLE:
            return of_row(row) == self.group and row.split == self.value
        return (
            (self.cohort is None or row.cohort == self.cohort)
            and (self.age is None or (row.age == self.age and row.part is None))
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
    _check_group(cell, metric, options)
    _check_days(cell, metric)
    has_cohorts = metric.name in OF_COHORTS
    has_ages = "cohort" in metric.options or metric.name in OF_HORIZONS
    if has_cohorts != (cell.cohort is not None):
        told = _("{metric} is given for each cohort.") if has_cohorts else _("{metric} is not given for a cohort.")
        raise UsageError(
            told.format(metric=metric.name), mend=_("Give the first day of a cohort there, and only there.")
        )
    if has_ages != (cell.age is not None):
        told = _("{metric} is given for each age.") if has_ages else _("{metric} is not given for an age.")
        raise UsageError(told.format(metric=metric.name), mend=_("Give the age in periods there, and only there."))
    ages: Collection[int] = HORIZONS if metric.name in OF_HORIZONS else AGES
    if cell.age is not None and cell.age not in ages:
        raise UsageError(_("the age cannot be {age}.").format(age=cell.age), mend=_("Give a whole number from 0 on."))
    return replace(cell, cohort=period_start(cell.cohort, options.cohort)) if cell.cohort else cell


def has_points(metric: Metric) -> bool:
    """Whether a point of the metric's trend is its figure over the days of the point: no snapshot, no cohort."""
    return metric.by_period and metric.trended and not metric.options and speaks_of_whole_periods(metric)


def _check_days(cell: Cell, metric: Metric) -> None:
    if cell.days is None:
        return
    if not has_points(metric):
        raise UsageError(
            _("{metric} is not given for single periods of a trend.").format(metric=metric.name),
            mend=_("Leave the days out."),
        )
    if cell.days.first > cell.days.last:
        raise UsageError(
            _("the period {first} to {last} runs backwards.").format(first=cell.days.first, last=cell.days.last),
            mend=_("Give the earlier day first."),
        )


def check_within(cell: Cell, shown: Dates) -> None:
    """UsageError when the days of a point are not all among those shown."""
    if cell.days and not (shown.first <= cell.days.first and cell.days.last <= shown.last):
        raise UsageError(
            _("{days} do not lie within the days shown, {shown}.").format(
                days=numbers.days(cell.days.first, cell.days.last), shown=numbers.days(shown.first, shown.last)
            ),
            mend=_("Choose a period that holds them."),
        )


def _check_group(cell: Cell, metric: Metric, options: Options) -> None:
    """UsageError when the metric has no such figure whose customers can be listed."""
    if metric.name not in GROUPED:
        if cell.group != WHOLE:
            raise UsageError(
                _("{metric} is one figure: it has no parts, bands, outcomes or items.").format(metric=metric.name),
                mend=_("Leave them out."),
            )
        return
    score = score_of(options.score, metric.options)
    known = groups(metric.name, score)
    if cell.group in known:
        return
    if not known:
        raise UsageError(
            _("{metric} is told by no score “{score}” whose customers can be listed.").format(
                metric=metric.name, score=score
            ),
            mend=_("Choose one of: {listed}.").format(listed=", ".join(s for s in SCORES if groups(metric.name, s))),
        )
    raise UsageError(
        _("{metric} has no such figure.").format(metric=metric.name),
        mend=_("Choose one of: {listed}.").format(listed="; ".join(map(_named, known))),
    )


def _named(group: Group) -> str:
    """A group by its codes, as an address or a command gives them."""
    return ", ".join(f"{name}={value}" for name, value in group._asdict().items() if value)


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


def outside(cell: Cell, metric: Metric, scope: Scope) -> str | None:
    """Why the data cannot hold the cell: its cohort or its age lies beyond them. None where they may."""
    grain, seen_to = scope.options.cohort, scope.orders_to
    # The age of a prediction is how far ahead it looks: beyond the data is where it is meant to be.
    if seen_to is None or metric.name in OF_HORIZONS or (cell.cohort is None and cell.age is None):
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


def parameters(cell: Cell, scope: Scope, metric: Metric) -> dict[str, tuple[object, str]]:
    """What the SQL reads besides the view, name -> value and type: measure, age, oldest and youngest cohort; of figures
    by group the band, the other band it is held against, outcome, item, and the value of the split.

    Without a cohort all that have completed the age are meant, as their curve means them.
    """
    score = score_of(scope.options.score, metric.options)
    band, other = bands_of(cell.group, score) if cell.group != WHOLE else (None, None)
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
        "band": (band, "VARCHAR"),
        "other_band": (other, "VARCHAR"),
        "outcome": (cell.group.outcome, "VARCHAR"),
        "item": (cell.group.item, "VARCHAR"),
        "within": (cell.value if cell.group != WHOLE else None, "VARCHAR"),
    }
