"""By which dimensions people ask where a change comes from: a few at a time, of the same rows."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.spans import of_customers
from cx.queries import MOST_GROUPS, Scope
from cx.store.reading import Version
from cx.view import View

PREFERRED = ("region", "segment", "channel", "touchpoint", "plan", "acquisition_channel")
MOST_VALUES = 25
"""A grouping with more values than this is offered only when the view is split by it."""


def usual_groupings(version: Version, view: View, mart: str) -> list[str]:
    """The dimensions of a mart's rows by which they are grouped: the view's split first, then the usual ones."""
    wanted = [view.split] if view.split else []
    offered = [d for d in version.dimensions if mart in d.columns and 1 < d.distinct_values <= MOST_VALUES]
    by_name = [version.dimension(name, mart) for name in (*wanted, *PREFERRED)]
    found = [d.name for d in by_name if d and (d in offered or d.name in wanted)] + [d.name for d in offered]
    # Filtered to one value, a dimension has one part: the whole once more.
    single = {part.dimension for part in view.filters if len(part.values) == 1} - {view.split}
    return [name for name in dict.fromkeys(found) if name not in single][:MOST_GROUPS]


def together(version: Version, scope: Scope, mart: str) -> tuple[str, ...]:
    """The usual groupings of a mart's rows that one reading answers: those by what a customer is, whatever he did."""
    usual = usual_groupings(version, replace(scope.view, split=None), mart)
    asked = {name: replace(scope, view=replace(scope.view, split=name)) for name in usual}
    return tuple(name for name, by_name in asked.items() if of_customers(version, by_name, mart))


def among_others(version: Version, scope: Scope, mart: str) -> bool:
    """Whether the view's split is one of several groupings that one reading answers."""
    names = together(version, scope, mart) if scope.view.split else ()
    return len(names) > 1 and name_of(scope.view.split, version, mart) in names


def name_of(split: str | None, version: Version, mart: str) -> str:
    """What the dimension is called that a split means; empty where nothing is split."""
    dimension = version.dimension(split, mart) if split else None
    return dimension.name if dimension else ""
