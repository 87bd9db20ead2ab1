"""Which pages a report has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.errors import UsageError
from cx.language import _
from cx.ui.page_table import PAGES

OVERVIEW = "overview"
WITH_FIGURES = tuple(entry.path or OVERVIEW for entry in PAGES if entry.figures)
"""The pages a report can be made of, by their addresses, in the order of the menu."""
ON_DEMAND = frozenset({"compare"})
"""Pages whose sides somebody has to choose: a report of their own, no part of the board brief."""
ASSUMED = {"what-if": ("move", "lift", "cost")}
"""Pages of suppositions -> the keys of a link that say it is about them; without these the brief leaves them out."""
Query = Mapping[str, Sequence[str]]


def wanted(path: str, query: Query) -> tuple[str, ...]:
    """The pages of a report: the one that a link opens, or those of the board brief. Raises UsageError."""
    if path in ("", OVERVIEW):
        brief = (name for name in WITH_FIGURES if name not in ON_DEMAND)
        return tuple(name for name in brief if not (keys := ASSUMED.get(name)) or any(query.get(k) for k in keys))
    if path not in WITH_FIGURES:
        raise UsageError(
            _("there is no page “{path}” with figures.").format(path=path),
            where="--view",
            mend=_("Take the link of one of: {pages}.").format(pages=", ".join(WITH_FIGURES)),
        )
    return (path,)
