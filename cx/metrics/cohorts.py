"""Cohorts and their ages: which cells of a cohort table exist, and when each becomes complete.

Periods are numbered without gaps, as the SQL numbers them: days from 1970-01-01, weeks from Monday 1970-01-05, quarters
as year x 4 + quarter - 1, months as year x 12 + month - 1, years as they are. An age is a difference of two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from cx.language import _, numbers
from cx.metrics.cells import Record, number, records, text, whole
from cx.periods import next_period, period_start
from cx.queries import Scope

FIRST_DAY, FIRST_MONDAY = date(1970, 1, 1), date(1970, 1, 5)
STARTED = {"carried": "carried_by_days", "calendar": "calendar", "shown": "cohorts_shown", "started": "cohort_started"}
"""Steps of a metric's SQL: who started in which cohort."""
MEMBERS = {**STARTED, "active": "active_periods", "members": "cohort_members"}
"""Steps of a metric's SQL: who is in which cohort, and what everybody does in every period."""
SPENT = {**STARTED, "spent": "spent_days"}
"""Steps of a metric's SQL: who started in which cohort, and what everybody brought in every period."""


def period_number(day: date, grain: str) -> int:
    """The number of the period that holds `day`. grain: day, week, month, quarter or year."""
    if grain == "day":
        return (day - FIRST_DAY).days
    if grain == "week":
        return (day - FIRST_MONDAY).days // 7
    if grain == "quarter":
        return day.year * 4 + (day.month - 1) // 3
    if grain == "year":
        return day.year
    return day.year * 12 + day.month - 1


def first_day(period: int, grain: str) -> date:
    """The first day of a numbered period."""
    if grain == "day":
        return FIRST_DAY + timedelta(days=period)
    if grain == "week":
        return FIRST_MONDAY + timedelta(days=7 * period)
    if grain == "quarter":
        return date(period // 4, period % 4 * 3 + 1, 1)
    if grain == "year":
        return date(period, 1, 1)
    return date(period // 12, period % 12 + 1, 1)


def last_day(period: int, grain: str) -> date:
    """The last day of a numbered period."""
    return next_period(first_day(period, grain), grain) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers who started in one period. cells: age -> the SQL's sums; an age without a row had nobody."""

    start: int
    split: str | None
    size: int
    cells: Mapping[int, Record] = field(default_factory=dict)

    def sum_at(self, age: int, column: str) -> float:
        """One sum of the period at an age; 0 when nobody was active."""
        record = self.cells.get(age)
        return 0.0 if record is None else number(record[column])


def read_cohorts(rows: pd.DataFrame, scope: Scope) -> list[Cohort]:
    """The cohorts of an answer, by split and start; periods in which nobody started are cohorts of size 0."""
    cells: dict[str | None, dict[int, dict[int, Record]]] = {}
    for record in records(rows):
        of_split = cells.setdefault(text(record["split"]), {})
        of_split.setdefault(whole(record["cohort"]), {})[whole(record["age"])] = record
    return [
        Cohort(start, split, whole(found[start][0]["size"]), found[start])
        if start in found
        else Cohort(start, split, 0)
        for split, found in cells.items()
        for start in range(min(found), max(*found, _last_start(scope)) + 1)
    ]


def _last_start(scope: Scope) -> int:
    """The last period in which a cohort could have started: seen by the orders and within the view."""
    seen_to = scope.dates.last if scope.orders_to is None else min(scope.orders_to, scope.dates.last)
    return period_number(seen_to, scope.options.cohort)


def ages(cohort: Cohort, scope: Scope) -> Iterator[tuple[int, date | None]]:
    """The ages a cohort has begun to live through: (age, None), or (age, day it is complete) while it is not.

    Only the last one can be incomplete: the period in which the orders end.
    """
    seen_to = scope.orders_to
    if seen_to is None:
        return
    current = max(period_number(seen_to, scope.options.cohort), cohort.start)
    for age in range(current - cohort.start + 1):
        complete_on = last_day(cohort.start + age, scope.options.cohort)
        yield age, (complete_on if complete_on > seen_to else None)


def pooled_by_age(
    cohorts: Sequence[Cohort], scope: Scope
) -> Iterator[tuple[str | None, date | None, int, list[Cohort]]]:
    """Split, trend period, age, and the cohorts that have completed that age, so that averages can be weighted.

    Without a grain in the view all cohorts of a split belong together (period None); else those that started in one
    period of it. Cohorts whose first period is incomplete are never complete at any age.
    """
    groups: dict[tuple[str | None, date | None], dict[int, list[Cohort]]] = {}
    for cohort in cohorts:
        by_age = groups.setdefault((cohort.split, trend_period(cohort, scope)), {})
        for age, matures in ages(cohort, scope):
            if matures is None and cohort.size:
                by_age.setdefault(age, []).append(cohort)
    for (split, period), by_age in groups.items():
        for age in sorted(by_age):
            yield split, period, age, by_age[age]


def trend_period(cohort: Cohort, scope: Scope) -> date | None:
    """The period of the view's grain in which a cohort started; None without a grain."""
    every = scope.view.every
    return period_start(first_day(cohort.start, scope.options.cohort), every) if every else None


def incomplete(matures: date) -> str:
    """The reason of a cell whose period has not ended."""
    return _("incomplete until {day}").format(day=numbers.day(matures))
