"""How figures that look ahead learn how customers have bought: from the marts, or day by day up to an earlier one."""

from __future__ import annotations

from cx.metrics.base import Quicker
from cx.queries import Scope
from cx.store.reading import Version

SCOPES = {"customers": "filtered"}
STEPS = {"histories": "histories_by_day"}
"""The step that gives the histories, whatever the view and the version."""


def to_date(version: Version, scope: Scope) -> bool:
    """Whether the last day with orders is shown, and the marts know the histories up to it."""
    return not version.outdated and scope.orders_to is not None and scope.orders_to <= scope.dates.last


def quicker_histories(name: str) -> tuple[Quicker, ...]:
    """The quicker way of a metric whose SQL is called so."""
    return (Quicker(to_date, name, SCOPES, {"histories": "histories_to_date"}),)
