"""What a reader must know beside a figure: unknown filter values, data that end early, rows left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx.language import _, numbers
from cx.marts import reason_words
from cx.metrics.base import Metric, Row
from cx.metrics.cohort_notes import cohort_notes
from cx.metrics.coverage import known_days, speaks_of_whole_periods
from cx.metrics.matched import match_notes
from cx.metrics.reasons import MART_OF, file_of, left_empty, used
from cx.periods import periods
from cx.queries import Scope, unknown_values
from cx.store.reading import Version
from cx.view import GRAINS, Dates


def notes(metric: Metric, version: Version, scope: Scope, rows: Sequence[Row]) -> list[str]:
    """The notes of a result, most urgent first."""
    said = unknown_values(version, scope.view)
    said += left_empty(version, scope.view, metric)
    said += _not_told_apart(metric, scope)
    said += dict.fromkeys(row.remark for row in rows if row.remark)
    said += _ends_early(metric, version, scope)
    if metric.by_period and speaks_of_whole_periods(metric):
        said += _incomplete(known_days(metric, version, scope), scope)
    said += cohort_notes(metric, version, scope, rows)
    said += _currencies(metric, rows)
    said += match_notes(metric, version, scope)
    said += [
        _("In all the data: {reason}: {count}.").format(reason=reason, count=numbers.count(count))
        for reason, count in left_out(version, used(metric)).items()
    ]
    said.append(_("Data version {id}.").format(id=version.id))
    return said


def _not_told_apart(metric: Metric, scope: Scope) -> Iterator[str]:
    """What the view asks for and this figure does not give: never ignored in silence."""
    asked = [scope.view.every] if scope.view.every and not metric.by_period else []
    asked += [scope.view.split] if scope.view.split and not metric.by_split else []
    for name in asked:
        yield _("{title} is not given by {name}: the figures are those without it.").format(
            title=metric.said.title, name=GRAINS.get(name, name)
        )


def _currencies(metric: Metric, rows: Sequence[Row]) -> Iterator[str]:
    if metric.unit != "money":
        return
    found = {row.currency for row in rows if row.estimate.n and row.estimate.unit == metric.unit}
    named = sorted(currency for currency in found if currency)
    if len(named) > 1:
        yield _("The amounts are in {currencies}; they are not added up: one row per currency.").format(
            currencies=", ".join(named)
        )
    if named and len(found) > len(named):
        yield _("Amounts without a currency are a row of their own: name theirs with the setting currency.")


def left_out(version: Version, inputs: Sequence[str]) -> dict[str, int]:
    """Reason in words -> how many rows of the metric's inputs are not used, or only in part; over all data."""
    marts = {MART_OF.get(name, name) for name in inputs} | ({"orders"} if "activity" in inputs else set())
    return {
        reason_words.said(reason): rows
        for mart, reasons in version.left_out.items()
        if mart in marts
        for reason, rows in reasons.items()
    }


def _ends_early(metric: Metric, version: Version, scope: Scope) -> Iterator[str]:
    # Customers are no series of days: that the last one came long ago does not mean that a file is missing.
    tables = set(used(metric)) - {"customers"}
    for name in (name for name in used(metric) if name in tables):
        span = version.coverage.get(MART_OF.get(name, name))
        if span and span.last < scope.dates.last:
            yield _("The {table} end on {day}, before the last day shown.").format(
                table=file_of(name), day=numbers.day(span.last)
            )
        # With one input, days before it began hold nothing; with two, one lacks what the other has.
        if span and len(tables) > 1 and span.first > scope.dates.first:
            yield _("The {table} begin on {day}, after the first day shown.").format(
                table=file_of(name), day=numbers.day(span.first)
            )


def _incomplete(known: Dates, scope: Scope) -> Iterator[str]:
    """Which periods of a trend are only partly in the view or in the data."""
    if scope.view.every is None:
        return
    first, last = max(scope.dates.first, known.first), min(scope.dates.last, known.last)
    cut = [
        start
        for start, end in periods(scope.dates, scope.view.every)
        if start <= last and end >= first and (start < first or end > last)
    ]
    if cut:
        yield _("Incomplete: the {every} from {days}; not to be compared with whole ones.").format(
            every=GRAINS[scope.view.every], days=_(" and ").join(map(numbers.day, cut))
        )
