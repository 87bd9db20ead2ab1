"""Which requests the sums and months that the marts keep can answer, so that not every day of everybody is read."""

from __future__ import annotations

from collections.abc import Mapping

from cx.metrics.base import Quicker
from cx.metrics.cohorts import MEMBERS, SPENT
from cx.queries import Scope, dimensions_asked
from cx.store.reading import Version

WHOLE_MONTHS = ("month", "quarter", "year")
"""Grains of cohorts whose periods are made of months."""


def cohorts_counted(version: Version, scope: Scope) -> bool:
    """Whether the marts have counted the cohorts asked for: by month of the first order, by one dimension or none."""
    options = scope.options
    if (options.cohort, options.mode, options.basis) != ("month", "first", "first_order"):
        return False
    asked = {version.column("customers", name) for name in dimensions_asked(scope.view)}
    return len(asked) <= 1 and (asked or {""}) <= version.counted


def cohorts_of_months(version: Version, scope: Scope) -> bool:
    """Whether the periods of the cohorts asked for are made of months, and the marts have those."""
    return bool(version.counted) and scope.options.cohort in WHOLE_MONTHS


def cohorts_by_month(version: Version, scope: Scope) -> bool:
    """Whether a period of the cohorts asked for is a month, and the marts have those."""
    return bool(version.counted) and scope.options.cohort == "month"


OF_MONTHS = {"carried": "carried_by_months"}
"""Steps that read months instead of days."""


def quicker_cohorts(name: str, days: Mapping[str, str], step: str) -> tuple[Quicker, ...]:
    """The quicker ways of a metric of cohorts: sums that are there, and months instead of days.

    name: of its own SQL. days: its own steps. step: the one of them that reads days.
    """
    customers = {"customers": "filtered"}
    sums = {"cohorts": "filtered", "cohort_money": "filtered"}
    return (
        Quicker(cohorts_counted, f"{name}_counted", sums, {"shown": "months_shown"}),
        Quicker(cohorts_by_month, name, customers, {**days, **OF_MONTHS, step: f"{step}_in_months"}),
        Quicker(cohorts_of_months, name, customers, {**days, **OF_MONTHS, step: f"{step}_months"}),
    )


RETENTION = quicker_cohorts("retention", MEMBERS, "active")
LIFETIME = quicker_cohorts("observed_ltv", SPENT, "spent")
