"""When two periods must not be compared, because the figure of both rests on the same customers and days."""

from __future__ import annotations

from cx.language import _
from cx.metrics.base import Metric, Options
from cx.metrics.cohorts import period_number
from cx.view import Dates

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
        return _("both periods have the same {grain}s of first orders").format(grain=options.cohort)
    if metric.name in FOLLOWED_FOR and (now.last - then.last).days < churn_days:
        return _("both periods share days of the {n} that follow a snapshot").format(n=churn_days)
    return ""
