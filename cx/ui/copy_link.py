"""Copy link: the view live or pinned, and views kept under a name.

Its place is in the head of the page, and it is filled when the page has run: only then is known what the page's own
choices were, also where the address did not say. Written out, a link shows the same when a default changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.language import _
from cx.page_keys import PAGE_KEYS, allowed
from cx.store.home import home
from cx.store.marks import newest
from cx.ui import choice, links, saved_views
from cx.ui.signed_in import Person
from cx.view import Dates, View

PLACE = "copy_link_place"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the links go, and what they are links to."""

    slot: DeltaGenerator
    view: View
    days: Dates
    version_id: str


def place(view: View, days: Dates, version_id: str) -> None:
    """Keep the place in the head. days: those the data cover."""
    st.session_state[PLACE] = Place(st.container(width="content"), view, days, version_id)


def clear() -> None:
    """Forget the place of the run before."""
    st.session_state.pop(PLACE, None)


def fill(page: str, looking: Person) -> None:
    """Draw the links into their place, if there is one. page: the path of the page that has run."""
    kept: Place | None = st.session_state.get(PLACE)
    if kept is None:
        return
    url, own = st.context.url or "", own_choices()
    pinned = kept.view.pinned(
        kept.days, kept.version_id, newest(home()) if kept.view.marks is None else kept.view.marks
    )
    live = kept.view.unpinned()
    with kept.slot.popover(_("Copy link"), icon=":material/link:", key="copy_link"):
        st.caption(_("Live: the receiver sees this view of the newest data."))
        st.code(links.absolute(live, url, own), language=None, wrap_lines=True)
        st.caption(_("Pinned: the receiver sees exactly these days of exactly these data."))
        st.code(links.absolute(pinned, url, own), language=None, wrap_lines=True)
        queries = {"live": links.written(live, own), "pinned": links.written(pinned, own)}
        saved_views.draw(page, queries, root(url, page), looking)


def own_choices() -> dict[str, str]:
    """The page's own keys with the values it shows: as it chose them itself where the address does not say."""
    asked = {key: values[0] for key, values in links.asked().items() if key in PAGE_KEYS and allowed(key, values[0])}
    return {**asked, **choice.shown()}


def root(url: str, page: str) -> str:
    """The dashboard's own address, without page and without slash at its end."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    path = path.removesuffix(f"/{page}") if page else path
    return urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), "", ""))
