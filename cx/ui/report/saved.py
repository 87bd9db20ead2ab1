"""Saved views: what the short link `/v/<id>` stands for."""

from __future__ import annotations

from urllib.parse import parse_qs

from cx.errors import UsageError
from cx.language import _
from cx.report.link import Link
from cx.store import views
from cx.store.home import home


def saved_link(view_id: str) -> Link:
    """The page, keys and values that were saved under an id. Raises UsageError when nothing is."""
    found = views.find(home(), view_id)
    if found is None:
        raise UsageError(
            _("there is no saved view “{id}”.").format(id=view_id),
            where="--view",
            mend=_("Take the whole address of the page instead."),
        )
    return Link(found.path, parse_qs(found.query, keep_blank_values=True))
