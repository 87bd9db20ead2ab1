"""Answers by the customers who gave them: only those who answered more than once have to be put together."""

from __future__ import annotations

from functools import partial

from cx.metrics.base import Quicker
from cx.metrics.spans import months_counted
from cx.queries import Scope
from cx.store.reading import Version

SCOPES = {"responses": "dated"}
BY_CUSTOMER = {"repeated": "answers_of_known", "single": "answers_of_unknown"}
"""Steps of a metric that counts answers by customer, whatever version it reads."""


def repeaters_known(version: Version, _scope: Scope) -> bool:
    """Whether the marts say who answered more than once."""
    return "repeat_respondents" in version.marts


def quicker_scores(name: str) -> tuple[Quicker, ...]:
    """The quicker ways of a score, whose SQL is called so: counted by month, and by customer where it has to be."""
    counted = partial(months_counted, mart="responses")
    return (Quicker(counted, f"{name}_counted", {"month_scores": "filtered"}), *quicker_answers(name))


def quicker_answers(name: str) -> tuple[Quicker, ...]:
    """The quicker way of such a metric, whose SQL is called so."""
    steps = {"repeated": "answers_of_repeaters", "single": "answers_of_others"}
    return (Quicker(repeaters_known, name, SCOPES, steps),)
