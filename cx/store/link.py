"""A link as people pass it on: a whole address, a short one, or just its query string."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cx.errors import UsageError
from cx.language import _
from cx.page_keys import SAVED_VIEW
from cx.store.view_log import find

SHORT, OVERVIEW = "v", "overview"
"""The folder of the addresses of saved views, `/v/<id>`; the first page, whose address is empty, too."""
LONGEST = 8_000
"""Characters; the whole address of a view is a few hundred."""


@dataclass(frozen=True, slots=True)
class Link:
    """path: the page, empty for the first one. query: keys and values. saved: the id of a saved view."""

    path: str
    query: Mapping[str, list[str]]
    saved: str = ""

    def put(self, key: str, value: str) -> Link:
        """The same with one key set."""
        return replace(self, query={**self.query, key: [value]})

    @property
    def text(self) -> str:
        """The query string."""
        return urlencode(self.query, doseq=True)


def read_link(text: str) -> Link:
    """Read a link; the folder below which a server has the dashboard does not matter.

    Forms: `https://host/experience?period=all`, `/experience?...`, `experience`, `?period=all`,
    `period=all&f.plan=Pro`, `https://host/v/k3f9`, `v/k3f9`. Raises UsageError when it is none.
    """
    if len(text) > LONGEST:
        raise UsageError(_("a link has at most {n} characters.").format(n=LONGEST), mend=_("Copy it once more."))
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise UsageError(_("that is no link."), mend=_("Copy it from the address of the dashboard.")) from error
    path, query = parts.path, parts.query
    if not query and not parts.netloc and "=" in path:
        path, query = "", path
    steps = [unquote(step) for step in path.split("/") if step]
    values = parse_qs(query, keep_blank_values=True)
    if len(steps) > 1 and steps[-2] == SHORT:
        return Link("", values, saved=steps[-1])
    page = steps[-1] if steps else ""
    return Link("" if page == OVERVIEW else page, values)


def saved_id(text: str) -> str:
    """The id of the saved view that somebody means by its id, its short link or an address opened from it.

    Raises UsageError when that is a link to something else.
    """
    link = read_link(text)
    if named := link.saved or next(iter(link.query.get(SAVED_VIEW, ())), ""):
        return named
    if not link.query and text.strip().strip("/") == link.path:
        return link.path
    raise UsageError(
        _("that is no link to a saved view."), mend=_("Give its id or its short link; “cx views” lists them.")
    )


def resolved(store: Path, link: Link) -> Link:
    """The link with what a short one stands for in its place. Raises UsageError when nothing is saved under its id."""
    if not link.saved:
        return link
    kept = find(store, link.saved)
    if kept is None:
        raise UsageError(
            _("there is no saved view “{id}”.").format(id=link.saved[:20]),
            mend=_("“cx views” lists those there are."),
        )
    return Link(kept.path, parse_qs(kept.query, keep_blank_values=True))
