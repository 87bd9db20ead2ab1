"""The controls of the Compare page: what is held against what. The address keeps every choice."""

from __future__ import annotations

import streamlit as st

from cx.errors import UsageError
from cx.language import N_, Words, _
from cx.page_keys import SAVED_VIEW
from cx.ui import links
from cx.ui.choice import choose, pick
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.sides import Side, no_view, of_values, of_views, other_view, query_of, set_aside
from cx.ui.view_bar import dimension_title, offered_dimensions
from cx.view_query import read_query

SEGMENTS, VIEWS = "segments", "views"
PROBLEMS = "compare_problems"
AGAINST = Words({SEGMENTS: N_("Two segments"), VIEWS: N_("Two views")})


def draw(page: Page) -> tuple[Side, Side] | None:
    """Draw the controls; the two sides they choose, None while there are none, which is then told."""
    kind = choose("against", _("Compare"), AGAINST)
    return _segments(page) if kind == SEGMENTS else _views(page)


def _segments(page: Page) -> tuple[Side, Side] | None:
    names = [name for name in offered_dimensions(page.version) if len(_values(page, name)) > 1]
    if not names:
        st.info(_("These data have no dimension with two values to compare."), icon=":material/hourglass_empty:")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        titles = {name: dimension_title(name, page.version) for name in names}
        dimension = pick("dim", _("Segments of"), titles, clears=("a", "b"))
        values = _values(page, dimension)
        first = pick("a", _("First"), {value: value for value in values}, clears=("b",))
        rest = [value for value in values if value != first]
        second = pick("b", _("Second"), {value: value for value in rest})
    for part in set_aside(page, dimension):
        st.caption(plain(_("The filter {filter} is set aside here.").format(filter=part.sentence())))
    return of_values(page, dimension, (first, second))


def _values(page: Page, name: str) -> list[str]:
    """The values of a dimension, the most frequent first."""
    found = page.version.dimension(name)
    return list(found.values or ()) if found else []


def _views(page: Page) -> tuple[Side, Side] | None:
    asked = (links.asked().get("other") or [""])[0]
    st.session_state["choice.other"] = asked
    st.text_input(
        _("Link of the other view"),
        key="choice.other",
        placeholder=_("paste what “Copy link” gave you"),
        on_change=_pasted,
    )
    for problem in st.session_state.pop(PROBLEMS, ()):
        st.caption(plain(problem))
    if not asked:
        st.info(
            _("This page shows the view of the bar beside that of the link you paste here."), icon=":material/link:"
        )
        return None
    other = other_view(page, asked)
    for problem in other.problems:
        st.caption(plain(problem))
    if other.page is None:
        return None
    return of_views(page, other.page)


def _pasted() -> None:
    """Keep only the view of what was pasted: no server, no page, nothing else. What is left out is told."""
    pasted = st.session_state["choice.other"]
    try:
        query = query_of(pasted)
    except UsageError as error:
        st.session_state[PROBLEMS] = (error.sentence(),)
        query = {}
    else:
        read = read_query(query)
        st.session_state[PROBLEMS] = read.problems if query or not pasted.strip() else (no_view(),)
    st.query_params.update({"other": read_query(query).view.query() if query else [], SAVED_VIEW: []})
