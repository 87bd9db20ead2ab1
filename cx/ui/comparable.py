"""When two periods must not be compared: both rest on the same customers and days, or one lacks part of its data."""

from __future__ import annotations

from cx.language import _, numbers
from cx.metrics.base import Metric, Options
from cx.metrics.cohorts import period_number
from cx.metrics.reasons import MART_OF, file_of, used
from cx.store.reading import Version
from cx.view import SPANS, Dates

MISSING_AT_MOST = 0.05
"""Share of a period's days that may lack data at its end before it is no longer compared with a whole one."""
FOLLOWED_FOR = {"churn_rate": "churn_days"}
"""Metric of a snapshot -> the setting that says how many days it looks ahead."""


def shared(metric: Metric, options: Options, now: Dates, then: Dates, churn_days: int) -> str:
    """Why a figure would be compared with itself, in part or whole; empty when the two are apart.

    Cohorts are whole periods: two days of one month have the same cohort. Snapshots look churn_days ahead: two of them
    closer than that share days.
    """
    if "cohort" in metric.options and period_number(now.first, options.cohort) <= period_number(
        then.last, options.cohort
    ):
        return _("both periods have the same {grains} of first orders").format(grains=SPANS[options.cohort])
    if metric.name in FOLLOWED_FOR and (now.last - then.last).days < churn_days:
        return _("both periods share days of the {n} that follow a snapshot").format(n=churn_days)
    return ""


def stopped(metric: Metric, now: Dates, version: Version) -> str:
    """Which of a metric's files ends well before the period does; empty when none: its end would look like a fall."""
    for name in used(metric):
        span = None if MART_OF.get(name, name) in metric.optional else version.coverage.get(MART_OF.get(name, name))
        if name != "customers" and span and (now.last - span.last).days > MISSING_AT_MOST * now.days:
            return _("the {table} end on {day}").format(table=file_of(name), day=numbers.day(span.last))
    return ""
