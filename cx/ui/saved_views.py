"""Views kept under a name: saving the one that is shown, and opening, renaming and removing those there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from cx.errors import CxError
from cx.language import _, numbers
from cx.language.direction import undirected
from cx.page_keys import SAVED_VIEW
from cx.store import views
from cx.store.home import home
from cx.store.marks import newest
from cx.store.views import LONGEST_NAME, SavedView
from cx.ui.asked import Asked
from cx.ui.plain import plain
from cx.ui.shortened import shortened
from cx.ui.signed_in import Person

TOLD = "saved_view_told"
"""What became of the last click: the saved view, or the problem in words."""


def understood(asked: Asked, query: Mapping[str, list[str]], store: Path) -> Asked:
    """What a link asks of the store's own notes: a revision of targets and events, and a saved view by name.

    The name is shown only while the address asks for just what was saved under it.
    """
    view, problems, saved = asked.view, list(asked.problems), None
    if view.marks is not None and view.marks > newest(store):
        told = _("There is no revision {n} of targets and events; the newest are shown.")
        problems.append(told.format(n=view.marks))
        view = replace(view, marks=None)
    if wanted := query.get(SAVED_VIEW):
        saved = views.find(store, wanted[0])
        if saved is None:
            problems.append(_("There is no saved view “{id}” any more.").format(id=shortened(wanted[0])))
        elif not views.same(query, saved):
            told = _("This link is not what was saved as “{name}”; it was changed since.")
            problems.append(told.format(name=saved.name))
            saved = None
    return replace(asked, view=view, problems=tuple(problems), saved=saved)


def draw(page: str, queries: Mapping[str, str], root: str, looking: Person) -> None:
    """The part of the popover about saved views. queries: `live` and `pinned` -> query string. root: own address."""
    st.markdown(f"**{_('Saved views')}**")
    if looking.may_edit:
        _draw_save(page, queries, looking.name)
    _draw_told(root)
    found = views.saved(home())
    if found:
        _draw_saved(found, root, looking)
    elif not looking.may_edit:
        st.caption(_("Nobody saved a view yet."))


def _draw_save(page: str, queries: Mapping[str, str], who: str) -> None:
    words = {"live": _("Live"), "pinned": _("Pinned")}
    st.text_input(_("Save this view as"), key="save_view_name", max_chars=LONGEST_NAME)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.radio(
            _("Kind of link"),
            list(words),
            format_func=words.__getitem__,
            horizontal=True,
            key="save_view_kind",
            label_visibility="collapsed",
        )
        st.button(_("Save"), key="save_view", icon=":material/bookmark_add:", on_click=_save, args=(page, queries, who))


def _draw_told(root: str) -> None:
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, SavedView):
        st.caption(_("Saved as “{name}”. Its short link:").format(name=plain(told.name)))
        st.code(short(root, told), language=None, wrap_lines=True)
    elif told:
        st.error(plain(told))


def _draw_saved(found: list[SavedView], root: str, looking: Person) -> None:
    chosen = st.selectbox(_("Open a saved view"), found, format_func=_named, key="saved_view", index=None)
    if chosen is None:
        return
    st.code(short(root, chosen), language=None, wrap_lines=True)
    st.link_button(_("Open"), short(root, chosen), icon=":material/open_in_new:")
    if not looking.may_edit:
        return
    st.text_input(_("New name"), key="rename_view_name", max_chars=LONGEST_NAME)
    with st.container(horizontal=True):
        st.button(_("Rename"), key="rename_view", icon=":material/edit:", on_click=_rename, args=(looking.name,))
        st.button(_("Remove"), key="remove_view", icon=":material/delete:", on_click=_remove, args=(looking.name,))


def short(root: str, saved: SavedView) -> str:
    """The short link to a saved view."""
    return f"{root}/v/{saved.id}"


def _named(saved: SavedView) -> str:
    # An option of a select box is plain text; nothing in it is read as Markdown.
    kind = _("pinned to {version}").format(version=saved.data) if saved.data else _("live")
    return f"{undirected(saved.name)} · {kind} · {numbers.day(saved.at.date())}"


def _save(page: str, queries: Mapping[str, str], who: str) -> None:
    state = st.session_state
    try:
        query = queries[state["save_view_kind"]]
        state[TOLD] = views.save(home(), name=state["save_view_name"], path=page, query=query, who=who)
    except CxError as error:
        state[TOLD] = error.sentence()
        return
    state["save_view_name"] = ""


def _chosen() -> str:
    # As it is at the moment of the click: the script run that follows a choice may not have ended by then.
    return str(st.session_state["saved_view"].id)


def _rename(who: str) -> None:
    try:
        views.rename(home(), _chosen(), st.session_state["rename_view_name"], who=who)
    except CxError as error:
        st.session_state[TOLD] = error.sentence()
    else:
        st.session_state["rename_view_name"] = ""


def _remove(who: str) -> None:
    try:
        views.remove(home(), _chosen(), who=who)
    except CxError as error:
        st.session_state[TOLD] = error.sentence()
