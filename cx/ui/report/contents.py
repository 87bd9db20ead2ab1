"""Which pages a report has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.errors import UsageError
from cx.language import _

OVERVIEW = "overview"
BRIEF = (
    *(OVERVIEW, "experience", "drivers", "retention", "survival", "lifetime-value", "orders", "roi-of-cx", "effort"),
    "what-if",
)
"""The pages of the board brief, by their addresses, in the order of the menu."""
ASSUMED = {"what-if": ("move", "lift", "cost")}
"""Pages of suppositions -> the keys of a link that say it is about them; without these the brief leaves them out."""
Query = Mapping[str, Sequence[str]]


def wanted(path: str, query: Query) -> tuple[str, ...]:
    """The pages of a report: the one that a link opens, or those of the board brief. Raises UsageError."""
    if path in ("", OVERVIEW):
        return tuple(name for name in BRIEF if not (keys := ASSUMED.get(name)) or any(query.get(k) for k in keys))
    if path not in BRIEF:
        raise UsageError(
            _("there is no page “{path}” with figures.").format(path=path),
            where="--view",
            mend=_("Take the link of one of: {pages}.").format(pages=", ".join(BRIEF)),
        )
    return (path,)
