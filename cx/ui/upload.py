"""Loading files on the page: drop them, see what was understood and what it would do, then load or walk away."""

from __future__ import annotations

import streamlit as st

from cx.language import _
from cx.language.numbers import count
from cx.model import TABLES
from cx.store.reading import Version
from cx.ui import (
    browser_words,
    decision,
    desk,
    file_card,
    ledger,
    left_behind,
    loaded,
    question_card,
    staging,
    states,
    watching,
)
from cx.ui.on_desk import Desk
from cx.ui.plain import plain
from cx.ui.staging import Waiting


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
        _draw_files(now, first=version.empty)
    elif waiting := left_behind.found():
        ledger.confirm()
        _draw_problem(now)
        _draw_left_behind(waiting)
    elif version.empty:
        watching.demo_button()
    else:
        ledger.confirm()
        _draw_problem(now)
    with st.expander(_("Templates of every table"), icon=":material/description:"):
        for table in TABLES.values():
            with st.container(horizontal=True, vertical_alignment="center"):
                states.template_button(table)
                st.caption(plain(_(table.about)), width="stretch")


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
            "Nothing is stored before you say so; what you drop is deleted when it is loaded, when you walk away, or "
            "after a day. Files of more than {most} MB: `cx load`."
        ).format(most=count(int(most)))
    )


def _draw_left_behind(files: list[Waiting]) -> None:
    on, off = left_behind.draw(files)
    if on:
        desk.take_up(files)
    for file in files if off else ():
        staging.remove(file)
    if on or off:
        st.rerun()


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
    if now.outdated:
        words = _("The data have changed since: this is what loading would do now. Nothing of these files was loaded.")
        st.info(words, icon=":material/update:")
    if now.paused:
        st.info(_("Stopped before the files were understood; nothing was changed."), icon=":material/pause_circle:")
    if now.files and (now.paused or now.problem is not None):
        with st.container(horizontal=True):
            st.button(_("Read the files again"), key="again", icon=":material/refresh:", on_click=desk.rehearse)
            if now.paused or not any(file.report or file.error for file in now.files):
                decision.walk_away_button()


def _draw_files(now: Desk, *, first: bool) -> None:
    """What is asked, what loading would do, then every file with what was understood."""
    question_card.draw(now.files)
    if any(file.report or file.error for file in now.files) and not now.paused:
        decision.draw(now, first=first)
    for file in now.files:
        if file.report or file.error:
            file_card.draw(file)
        else:
            with st.container(border=True, key=f"waiting.{file.token}"):
                file_card.head(file)
