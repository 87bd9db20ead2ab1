"""The decision about the files: what loading them would do, how, and the buttons that load them or walk away."""

from __future__ import annotations

import streamlit as st

from cx.language import N_, _, ngettext
from cx.ui import consequences, desk
from cx.ui.on_desk import Desk

MODES = {
    "upsert": (
        N_("Add new and newer rows"),
        N_("Rows that are not stored are added; a row of a known key replaces the stored one."),
    ),
    "append": (N_("Only new rows"), N_("Rows that are not stored are added; what is stored stays as it is.")),
    "replace": (
        N_("Replace all rows of these tables"),
        N_("The files take the place of everything their tables hold; undoing the load brings it back."),
    ),
}
"""What happens to rows that are stored: in words, and in one sentence; marked."""


def draw(now: Desk, *, first: bool) -> None:
    """The consequence, the mode and the buttons. first: whether nothing is stored yet, so that there is no mode."""
    unusable = sum(file.error is not None for file in now.files)
    with st.container(border=True, key="decide"):
        st.header(_("What loading would do"), anchor=False)
        if unusable:
            words = ngettext(
                "A file cannot be used as it is: mend it below, or remove it.",
                "{n} files cannot be used as they are: mend them below, or remove them.",
                unusable,
            )
            st.caption(words.format(n=unusable))
        elif not all(file.ready for file in now.files):
            st.caption(_("It is told here once no question is open; a file that is not needed can be removed."))
        elif not any(file.brings_news for file in now.files):
            st.caption(_("Nothing in these files is new: loading them would change nothing."))
        elif now.consequence is not None:
            consequences.draw(now.consequence)
        if not first and all(file.ready for file in now.files):
            _draw_mode(now)
        _draw_buttons(now)


def walk_away_button() -> None:
    """The button that ends it without a trace."""
    st.button(
        _("Walk away"),
        key="walk_away",
        icon=":material/logout:",
        help=_("Deletes the uploaded files and what was found out about them."),
        on_click=desk.walk_away,
    )


def _draw_buttons(now: Desk) -> None:
    n = len(now.files)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            ngettext("Load {n} file", "Load {n} files", n).format(n=n),
            key="load_files",
            type="primary",
            icon=":material/upload:",
            disabled=not now.loadable,
            on_click=desk.commit,
        )
        walk_away_button()
        st.caption(_("Nothing has changed so far."))


def _draw_mode(now: Desk) -> None:
    st.radio(
        _("Rows that are stored already"),
        list(MODES),
        index=list(MODES).index(now.mode),
        format_func=lambda mode: _(MODES[mode][0]),
        key=f"mode.{now.mode}",
        on_change=_choose_mode,
        args=(f"mode.{now.mode}",),
        horizontal=True,
    )
    st.caption(_(MODES[now.mode][1]))


def _choose_mode(key: str) -> None:
    desk.desk().mode = st.session_state[key]
