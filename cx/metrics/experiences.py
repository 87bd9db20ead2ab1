"""How figures find the experiences whose outcome they look at: the first of each customer, period and score."""

from __future__ import annotations

from collections.abc import Mapping

from cx.metrics.base import Quicker
from cx.queries import NO_STEPS, Scope, dimensions_asked
from cx.store.reading import OWN_SOURCE, Version

SCOPES = {"responses": "dated", "contacts": "dated"}
CONTACT_SCOPES = {"contacts": "dated"}
CONTACT_STEPS = {"in_turn": "contacts_in_turn"}
"""The step that says which contacts are the first ones, whatever the view and the version."""
STEPS = {"told": "answers_in_turn", **CONTACT_STEPS, "experiences": "experiences"}
"""The steps that give the experiences."""
BEGUN = {"in_turn": "contacts_begun"}
"""The same where the marts know what came before."""


def by_customer(version: Version, scope: Scope) -> bool:
    """Whether the view keeps or leaves out a customer as a whole, and the marts know what came before an answer."""
    return _whole(version, scope, SCOPES)


def askers_whole(version: Version, scope: Scope) -> bool:
    """The same where only contacts are read."""
    return _whole(version, scope, CONTACT_SCOPES)


def _whole(version: Version, scope: Scope, marts: Mapping[str, str]) -> bool:
    found = [(mart, version.dimension(name, mart)) for name in dimensions_asked(scope.view) for mart in marts]
    return not version.outdated and all(d is None or d.source != OWN_SOURCE[mart] for mart, d in found)


def quicker_experiences(name: str, further: Mapping[str, str] = NO_STEPS) -> tuple[Quicker, ...]:
    """The quicker way of a metric whose SQL is called so. further: its steps after the experiences."""
    return (Quicker(by_customer, name, SCOPES, {**STEPS, "told": "answers_begun", **BEGUN, **further}),)


def quicker_contacts(name: str) -> tuple[Quicker, ...]:
    """The quicker way of a metric of contacts whose SQL is called so."""
    return (Quicker(askers_whole, name, CONTACT_SCOPES, BEGUN),)
