"""All open questions of all files in one place, answered at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.ingest.options import Question
from cx.language import N_, _, ngettext
from cx.ui import desk, questions
from cx.ui.plain import plain
from cx.ui.staging import Waiting

LEAVE_OUT = N_("None of these: leave the file out")


def draw(files: Sequence[Waiting]) -> None:
    """A form with the questions of every file; the answers are tried together when it is sent."""
    asking = [file for file in files if open_questions(file)]
    if not asking:
        return
    n = sum(len(open_questions(file)) for file in asking)
    with st.container(border=True, key="questions"):
        words = ngettext("A question is open", "{n} questions are open", n).format(n=n)
        st.header(f":material/help: {words}", anchor=False)
        with st.form("questions.form", border=False):
            given, left_out = [], []
            for file in asking:
                if len(files) > 1:
                    st.markdown(f"**{plain(file.shown)}**")
                given.append(questions.ask_all(file, open_questions(file), file.understood))
                if _may_be_left_out(file) and st.checkbox(_(LEAVE_OUT), key=f"{file.token}.leave_out"):
                    left_out.append(file)
            sent = st.form_submit_button(_("Check again"), icon=":material/fact_check:", type="primary")
        if sent:
            for file, options in zip(asking, given, strict=True):
                file.options = options
            for file in left_out:
                desk.forget(file)
            if desk.desk().files:
                desk.rehearse()
            st.rerun()


def _may_be_left_out(file: Waiting) -> bool:
    """Whether it can go by itself, and may hold nothing that a figure needs."""
    return file.member is None and any(question.field == "table" for question in open_questions(file))


def open_questions(file: Waiting) -> Sequence[Question]:
    """What is asked about a file; after an answer that did not fit, what was asked before it."""
    other_table = file.options.table not in (None, file.known_table)
    if file.seen is None or not (file.report or file.error) or (file.error and other_table):
        return ()
    return file.seen.questions
