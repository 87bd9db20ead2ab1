"""Figures that follow customers for some days: what to say of answers that are too young to have been followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cx.language import _, numbers
from cx.metrics.base import Metric, Result, Row
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.view import Dates

FOLLOWED = frozenset(
    {
        "forward_revenue",
        "effort_loyalty",
        "correlation",
        "risk_ratio",
        "adjusted_effect",
        "dose_response",
        "revenue_at_risk",
    }
)
TELLING = ("responses", "contacts")
"""The marts that tell of experiences; without them the reason is another one."""
TOLD = "disloyal"
"""The outcome that is told, not awaited: it needs no days of orders after it."""


def explained(result: Result, version: Version) -> Result:
    """The result, with the true reason of its empty rows where not one answer can have been followed yet."""
    dates = result.view.dates(version.dates)
    reasons = {row: too_young(result.metric, dates, version, row.outcome) for row in _empty(result)}
    rows = [
        replace(row, estimate=withheld(reasons[row], n=0, unit=row.estimate.unit)) if reasons.get(row) else row
        for row in result.rows
    ]
    return replace(result, rows=tuple(rows)) if any(reasons.values()) else result


def _empty(result: Result) -> list[Row]:
    followed = result.metric.name in FOLLOWED
    return [row for row in result.rows if followed and not row.estimate.known and not row.estimate.n]


def too_young(metric: Metric, dates: Dates, version: Version, outcome: str | None = None) -> str:
    """Why no answer of these days has been followed yet; empty when some have, or there is nothing to follow."""
    if metric.name not in FOLLOWED or version.orders_to is None or outcome == TOLD:
        return ""
    if not any(version.counts.get(mart) for mart in TELLING):
        return ""
    days = version.settings.churn_days if outcome == "churn" else version.settings.forward_days
    end = dates.first + timedelta(days=days)
    if end <= version.orders_to:
        return ""
    return _("no {n} days of follow-up yet: the first are complete on {day}").format(n=days, day=numbers.day(end))
