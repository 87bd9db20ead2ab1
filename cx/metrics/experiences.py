"""How figures find the experiences whose outcome they look at: the first of each customer, period and score."""

from __future__ import annotations

from collections.abc import Mapping

from cx.metrics.base import Quicker
from cx.queries import NO_STEPS, Scope, dimensions_asked
from cx.store.reading import OWN_SOURCE, Version

SCOPES = {"responses": "dated", "contacts": "dated"}
STEPS = {"experiences": "experiences"}
"""The step that gives them, whatever the view and the version."""


def by_customer(version: Version, scope: Scope) -> bool:
    """Whether the view keeps or leaves out a customer as a whole, and the marts know what came before an answer."""
    found = [(mart, version.dimension(name, mart)) for name in dimensions_asked(scope.view) for mart in SCOPES]
    return not version.outdated and all(d is None or d.source != OWN_SOURCE[mart] for mart, d in found)


def quicker_experiences(name: str, further: Mapping[str, str] = NO_STEPS) -> tuple[Quicker, ...]:
    """The quicker way of a metric whose SQL is called so. further: its steps after the experiences."""
    return (Quicker(by_customer, name, SCOPES, {"experiences": "first_experiences", **further}),)
