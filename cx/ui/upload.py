"""Loading files on the page: drop them, see what was understood and what it would do, then load or walk away."""

from __future__ import annotations

import streamlit as st

from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import TABLES
from cx.store.reading import Version
from cx.ui import browser_words, consequences, desk, file_card, ledger, loaded, staging, states, watching
from cx.ui.desk import Desk
from cx.ui.plain import plain

MODES = {
    "upsert": (
        _("Add new and newer rows"),
        _("Rows that are not stored are added; a row of a known key replaces the stored one."),
    ),
    "append": (_("Only new rows"), _("Rows that are not stored are added; what is stored stays as it is.")),
    "replace": (
        _("Replace all rows of these tables"),
        _("The files take the place of everything their tables hold; undoing the load brings it back."),
    ),
}
"""What happens to rows that are stored: in words, and in one sentence."""


def draw(version: Version) -> None:
    """Everything about putting files in."""
    desk.take()
    now = desk.desk()
    loaded.draw(now)
    _draw_uploader(now)
    if now.stale and not now.paused and now.job is None:
        desk.rehearse()
    if watching.draw():
        _draw_names(now)
    elif now.files:
        ledger.confirm()
        _draw_problem(now)
        _draw_files(now)
    elif version.empty:
        watching.demo_button()
    else:
        ledger.confirm()
        _draw_problem(now)
    with st.expander(_("Templates of every table"), icon=":material/description:"):
        for table in TABLES.values():
            with st.container(horizontal=True, vertical_alignment="center"):
                states.template_button(table)
                st.caption(plain(table.about), width="stretch")


def _draw_uploader(now: Desk) -> None:
    busy = now.job is not None and now.job.kind != desk.REHEARSE
    most = st.get_option("server.maxUploadSize")
    st.file_uploader(
        _("Files as your tools export them; several at once are fine"),
        type=staging.KINDS,
        accept_multiple_files=True,
        key=staging.uploader_key(),
        on_change=desk.receive,
        disabled=busy,
    )
    st.caption(
        _(
            "CSV, TSV, TXT, Excel, Parquet, gz or zip, up to {most} MB each; larger ones: `cx load`. Nothing is stored "
            "before you say so; what you drop is deleted when it is loaded, when you walk away, or after a day."
        ).format(most=count(int(most)))
    )


def _draw_names(now: Desk) -> None:
    for file in now.files:
        with st.container(border=True, key=f"waiting.{file.token}"):
            if now.job is not None and now.job.kind == desk.REHEARSE:
                file_card.head(file)
            else:
                st.markdown(f"**{plain(file.shown)}**")


def _draw_problem(now: Desk) -> None:
    if now.problem is not None:
        st.error(plain(browser_words.sentence(now.problem)), icon=":material/report:")
    if now.paused:
        st.info(_("Stopped before the files were understood; nothing was changed."), icon=":material/pause_circle:")
    if now.files and (now.paused or (now.problem is not None and now.rehearsal is None)):
        with st.container(horizontal=True):
            st.button(_("Read the files again"), key="again", icon=":material/refresh:", on_click=desk.rehearse)
            _walk_away_button()


def _draw_files(now: Desk) -> None:
    for file in now.files:
        if file.report or file.error:
            file_card.draw(file)
        else:
            with st.container(border=True, key=f"waiting.{file.token}"):
                file_card.head(file)
    if any(file.report for file in now.files) and not now.paused:
        with st.container(border=True, key="decide"):
            _draw_decision(now)


def _draw_decision(now: Desk) -> None:
    st.subheader(_("What loading would do"), anchor=False)
    if not all(file.ready for file in now.files):
        st.caption(_("Answer what is open, or remove the file, to see what loading the others would do."))
    elif not any(file.brings_news for file in now.files):
        st.caption(_("Nothing in these files is new: loading them would change nothing."))
    elif now.consequence is not None:
        consequences.draw(now.consequence)
    _draw_mode(now)
    n = len(now.files)
    with st.container(horizontal=True):
        st.button(
            ngettext("Load {n} file", "Load {n} files", n).format(n=n),
            key="load_files",
            type="primary",
            icon=":material/upload:",
            disabled=not now.loadable,
            on_click=desk.commit,
        )
        _walk_away_button()
    st.caption(_("Nothing has changed so far."))


def _draw_mode(now: Desk) -> None:
    st.radio(
        _("Rows that are stored already"),
        list(MODES),
        index=list(MODES).index(now.mode),
        format_func=lambda mode: MODES[mode][0],
        captions=[told for _title, told in MODES.values()],
        key=f"mode.{now.mode}",
        on_change=_choose_mode,
        args=(f"mode.{now.mode}",),
    )


def _choose_mode(key: str) -> None:
    desk.desk().mode = st.session_state[key]


def _walk_away_button() -> None:
    st.button(
        _("Walk away"),
        key="walk_away",
        icon=":material/logout:",
        help=_("Deletes the uploaded files and what was found out about them."),
        on_click=desk.walk_away,
    )
