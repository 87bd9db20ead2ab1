"""What a link asked for, and what of it cannot be given, in words: nothing of a link is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cx.language import _, ngettext, numbers
from cx.metrics.behind import BEHIND
from cx.metrics.registry import METRICS
from cx.page_keys import PAGE_KEYS, SAVED_VIEW, allowed
from cx.queries import unknown_values
from cx.store.reading import Version
from cx.store.view_log import SavedView
from cx.ui.drill_link import OPTIONS
from cx.ui.shortened import shortened_quotes
from cx.view import GRAINS, Filter, View, coarsest_enough
from cx.view_query import read_query

ONE_VALUE = ("period", "compare", "split", "every", "data", "marks", "live", SAVED_VIEW)
MOST_POINTS = 400
"""More points than a trend has pixels to draw them, and than a reader waits for."""
MOST_PROBLEMS = 8
NAMES = {"figure": BEHIND, "metric": METRICS}
"""Keys of pages whose values are metrics -> those there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """view: what is shown. problems: what of the link could not be used. impossible: filters no figure can obey.

    gone: the data version that the link pins and that is not kept any more. saved: the saved view that it is.
    """

    view: View
    problems: tuple[str, ...] = ()
    impossible: tuple[Filter, ...] = ()
    gone: str | None = None
    saved: SavedView | None = None


def version_asked(query: Mapping[str, Sequence[str]], version_ids: Sequence[str]) -> tuple[str | None, str | None]:
    """The data version a link pins (None: the current one), and the one that it pins and that is not kept any more."""
    wanted = read_query({"data": query.get("data", ())}).view.data
    return (wanted, None) if wanted is None or wanted in version_ids else (None, wanted)


def understand(query: Mapping[str, Sequence[str]], version: Version, pinned: str | None) -> Asked:
    """The view of a link over a version of the data.

    A value that does not occur stays in its filter and matches nothing; a filter on a dimension that the data do not
    have is `impossible`; everything else that cannot be used is left at its default and named.
    """
    link = read_query(query, ignore=(*PAGE_KEYS, SAVED_VIEW))
    problems = [*link.problems, *_too_many(query), *_page_values(query)]
    view = replace(link.view, data=pinned)
    if view.period != "custom" and read_query({"dates": query.get("dates", ())}).view.period == "custom":
        problems.append(_("The dates were not used: the link also asks for the period “{p}”.").format(p=view.period))
    if not version.empty:
        view, more = _within(view, version)
        problems += more
    impossible = tuple(part for part in view.filters if not version.empty and not version.meant(part.dimension))
    return Asked(view, _readable(problems), impossible)


def _within(view: View, version: Version) -> tuple[View, list[str]]:
    problems = unknown_values(version, view)
    if view.split and not version.meant(view.split):
        view = replace(view, split=None)
    if view.split and all(d.values is None for d in version.meant(view.split)):
        # A figure for each of a million values would keep the server for minutes, and nobody could read them.
        many = max(d.distinct_values for d in version.meant(view.split))
        told = _("“{name}” has {n} values, too many to split by; nothing is split.")
        problems.append(told.format(name=view.split, n=numbers.count(many)))
        view = replace(view, split=None)
    days, data = view.dates(version.dates), version.dates
    if view.period == "custom" and (days.first > data.last or days.last < data.first):
        problems.append(
            _("The data cover {from_day} to {to_day}; there are none from {first} to {last}.").format(
                from_day=numbers.day(data.first),
                to_day=numbers.day(data.last),
                first=numbers.day(days.first),
                last=numbers.day(days.last),
            )
        )
    if view.every and (grain := coarsest_enough(days, view.every, MOST_POINTS)) != view.every:
        problems.append(
            _("By {asked} there would be more than {n} points; by {grain} is shown.").format(
                asked=GRAINS[view.every], n=MOST_POINTS, grain=GRAINS[grain]
            )
        )
        view = replace(view, every=grain)
    return view, problems


def _readable(problems: Sequence[str]) -> tuple[str, ...]:
    """The problems, shortened: a link can be as long as its sender likes."""
    shown = [shortened_quotes(problem) for problem in problems[:MOST_PROBLEMS]]
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        shown.append(ngettext("and {n} more.", "and {n} more.", more).format(n=more))
    return tuple(shown)


def _too_many(query: Mapping[str, Sequence[str]]) -> list[str]:
    limits = {**dict.fromkeys((*ONE_VALUE, *PAGE_KEYS), 1), "dates": 2}
    return [
        _("{key} is given {n} times; only the first counts.").format(key=key, n=len(query[key]))
        if limit == 1
        else _("{key} is given {n} times; only the first two count.").format(key=key, n=len(query[key]))
        for key, limit in limits.items()
        if len(query.get(key, ())) > limit
    ]


def _page_values(query: Mapping[str, Sequence[str]]) -> list[str]:
    given = {key: query[key][0] for key in PAGE_KEYS if query.get(key)}
    wrong = [key for key, value in given.items() if not allowed(key, value) or value not in NAMES.get(key, (value,))]
    # Of the customers behind a figure nothing is left at a default: the page lists nobody and says so.
    strict = (*OPTIONS.values(), "figure") if "figure" in given else ()
    return [
        _("{key} cannot be “{value}”.").format(key=key, value=given[key])
        if key in strict
        else _("{key} cannot be “{value}”; it is left at its default.").format(key=key, value=given[key])
        for key in wrong
    ]
