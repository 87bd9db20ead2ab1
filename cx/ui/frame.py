"""What stands around every page: which data, which view, what of the link could not be used, and who is looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.navigation.page import Page

from cx.errors import CxError, DamagedError, StoreError
from cx.language import _
from cx.store.home import home
from cx.store.reading import Version
from cx.store.verifying import verify_soon
from cx.store.versions import Served, is_damaged, open_version, served, version_ids
from cx.ui import brief_button, choice, copy_link, damaged_data, links, saved_views, spoken, view_bar
from cx.ui.asked import Asked, understand, version_asked
from cx.ui.last_resort import told
from cx.ui.notices import draw_chips, draw_gone, draw_impossible, draw_problems, draw_strip
from cx.ui.plain import plain
from cx.ui.signed_in import Person
from cx.ui.turns import my_turn
from cx.view import View

VIEW, VERSION, PERSON = "frame_view", "frame_version", "frame_person"
Sections = Mapping[str, Sequence[Page]]
"""Heading of a section -> its pages."""


def current() -> tuple[View, Version]:
    """The view and the opened data of this run; only after `draw`."""
    version_id: str | None = st.session_state[VERSION]
    return st.session_state[VIEW], open_version(home(), version_id)


def person() -> Person:
    """Who is looking; only after `draw`."""
    looking: Person = st.session_state[PERSON]
    return looking


def draw(sections: Sections, chosen: Page, looking: Person, *, needs_data: bool) -> bool:
    """Draw the frame around the chosen page and say whether it may run.

    needs_data: the page shows figures; without data or under a filter that cannot be obeyed there are none.
    """
    st.session_state[PERSON] = looking
    choice.begin()
    copy_link.clear()
    try:
        asked, shown = _open()
    except StoreError as error:
        _draw_head(sections, chosen, View(), None)
        _draw_dead_store(error)
        return False
    view, version = asked.view, shown.version
    st.session_state[VIEW], st.session_state[VERSION] = view, version.id or None
    _draw_head(sections, chosen, view, version)
    if shown.damaged:
        damaged_data.draw(home(), shown)
    if asked.gone:
        draw_gone(asked.gone, view)
    draw_problems(asked)
    if version.empty:
        return True
    if asked.impossible and needs_data:
        draw_impossible(asked)
        copy_link.fill(chosen.url_path, looking)
        return False
    draw_strip(view, version, asked.saved)
    return True


def run(chosen: Page) -> None:
    """Run the page; a problem that it did not tell itself is told here, in words. Then its links can be written out.

    When its data turn out to be damaged meanwhile, whoever noticed it, all is drawn again on those before.
    """
    try:
        with told(chosen.url_path), my_turn():
            chosen.run()
    finally:  # a page may stop before its end, too
        if is_damaged(home(), st.session_state[VERSION]):
            st.rerun()
        with told(chosen.url_path):
            copy_link.fill(chosen.url_path, person())


def _open() -> tuple[Asked, Served]:
    query = links.asked()
    pinned, gone = version_asked(query, version_ids(home()) if query.get("data") else ())
    shown = served(home()) if pinned is None else _pinned(pinned)
    if shown.damaged:
        pinned = None
    if not shown.version.empty:
        verify_soon(home(), shown.version.id)
    asked = saved_views.understood(understand(query, shown.version, pinned), query, home())
    return replace(asked, gone=gone), shown


def _pinned(version_id: str) -> Served:
    """The version that a link names; where that one is damaged, what is shown without it."""
    try:
        return Served(open_version(home(), version_id))
    except DamagedError as error:
        return replace(served(home()), damaged=version_id, why=error.what)


def _draw_head(sections: Sections, chosen: Page, view: View, version: Version | None) -> None:
    """Pages and controls in the sidebar; above it the menu once more, active filters and Copy link."""
    with st.sidebar:
        _draw_links(sections, view)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        _draw_menu(sections, chosen, view)
        if version and not version.empty:
            draw_chips(view, version)
            brief_button.draw(view, version, chosen.url_path)
    with st.sidebar:
        if version and not version.empty:
            view_bar.draw(view, version)
            st.caption(f":material/person: {plain(person().name)}")
        spoken.draw()


def _draw_menu(sections: Sections, chosen: Page, view: View) -> None:
    # A second menu, because on a phone the sidebar would stay open over the page that was chosen in it. Its key
    # changes with the page, so that it closes.
    section = next((name for name, pages in sections.items() if chosen in pages), "")
    title = f"{section} · {chosen.title}" if section not in ("", chosen.title) else chosen.title
    with st.popover(title, icon=":material/menu:", type="tertiary", key=f"pages.{chosen.url_path}"):
        _draw_links(sections, view)


def _draw_links(sections: Sections, view: View) -> None:
    # Links carry the view, so that a page opened in a new tab shows the same; Streamlit's own menu would drop it.
    with st.container(gap="xxsmall"):
        for section, pages in sections.items():
            if section:
                st.caption(section)
            for page in pages:
                st.page_link(page, query_params=links.query_params(view))


def _draw_dead_store(error: CxError) -> None:
    st.error(_("The data cannot be opened."), icon=":material/database_off:")
    st.text(error.sentence())
    st.markdown(
        _(
            "Nothing was changed. Load the files again with `cx load`, or move the folder of the store away and run "
            "`cx demo` to see the dashboard with demo data."
        )
    )
