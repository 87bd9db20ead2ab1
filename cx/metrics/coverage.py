"""Holds figures against the days the data cover: nothing is shown for days on which nothing could have been seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cx.language import _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.reasons import file_of
from cx.periods import next_period
from cx.queries import Scope
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.view import Dates

DAY_COLUMN = {
    "orders": "order_date",
    "activity": "order_date",
    "months": "month",
    "responses": "response_date",
    "contacts": "contact_date",
    "customers": "first_order_date",
    "subscriptions": "started_date",
    "journey_events": "event_date",
}
"""Mart -> the date a "dated" scope narrows it by, unless the metric names another."""

ORDER_DATED = ("activity", "customers")
"""Marts whose day is a day of an order: the orders say which days they cover."""


def day_columns(metric: Metric) -> dict[str, str | None]:
    """Mart -> the date column the view's days narrow, None when only its filters do."""
    return {
        mart: DAY_COLUMN[mart] if kind == "dated" else None if kind == "filtered" else kind
        for mart, kind in metric.scopes.items()
    }


def covered_rows(metric: Metric, version: Version, scope: Scope, rows: Sequence[Row]) -> list[Row]:
    """The rows, without empty ones of periods that an input does not reach, and with figures there withheld.

    A month without contacts because no contacts are loaded for it is not a month of zero contacts.
    """
    result = []
    for row in rows:
        reason = next(_unreached(metric, version, *_days(row, scope)), None)
        if reason is None or not row.estimate.known:
            if reason is None or row.period is None or row.estimate.n:
                result.append(row)
        elif row.estimate.n:
            estimate = withheld(reason, n=row.estimate.n, unit=row.estimate.unit)
            result.append(replace(row, estimate=estimate))
    return result


def known_days(metric: Metric, version: Version, scope: Scope) -> Dates:
    """The days of which the metric's dated inputs all know something; those of all data when none is dated.

    Other tables may go on for longer: that answers came in until October does not say that August's orders are all in.
    """
    dated = [mart for mart, kind in metric.scopes.items() if kind != "filtered" and mart not in metric.optional]
    spans = [span for mart in dated if (span := _span(version, mart))]
    if not spans:
        return scope.data
    return Dates(max(span.first for span in spans), min(span.last for span in spans))


def speaks_of_whole_periods(metric: Metric) -> bool:
    """Whether a row with a period is about all days of it, or all cohorts that start in it.

    A snapshot stands at the first day of its period: that the period goes on does not make it incomplete.
    """
    return "cohort" in metric.options or any(kind != "filtered" for kind in metric.scopes.values())


def with_maturity(metric: Metric, rows: Sequence[Row], known: Dates, scope: Scope) -> list[Row]:
    """Rows of a period that goes on after the last known day get the day on which it is complete."""
    if not speaks_of_whole_periods(metric):
        return list(rows)
    return [
        replace(row, matures=last)
        if row.period and scope.view.every and row.matures is None and (last := _days(row, scope)[1]) > known.last
        else row
        for row in rows
    ]


def _span(version: Version, mart: str) -> Dates | None:
    return version.coverage.get("orders" if mart in ORDER_DATED else mart)


def _days(row: Row, scope: Scope) -> tuple[date, date]:
    """First and last day a row speaks of."""
    if row.period is None or scope.view.every is None:
        return scope.dates.first, scope.dates.last
    return row.period, next_period(row.period, scope.view.every) - timedelta(days=1)


def _unreached(metric: Metric, version: Version, first: date, last: date) -> Iterator[str]:
    """Which of the inputs that the view narrows by days have none of these days."""
    for mart, kind in metric.scopes.items():
        table = "orders" if mart in ORDER_DATED else mart
        span = _span(version, mart)
        if kind == "filtered" or span is None or mart in metric.optional:
            continue
        if first > span.last or last < span.first:
            yield _("the {table} cover {first} to {last} only").format(
                table=file_of(table), first=numbers.day(span.first), last=numbers.day(span.last)
            )
