"""The language of whoever looks: what the address asks, else what the browser prefers, else English."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.language import LANGUAGES, _, language, speak, unless_spoken
from cx.language.text import SOURCE
from cx.page_keys import LANGUAGE
from cx.ui import links

KEY = "spoken"


def wanted() -> str:
    """The language of the reader whose visit is running; English outside of a visit."""
    if get_script_run_ctx() is None:
        return SOURCE
    asked = (links.asked().get(LANGUAGE) or [""])[0]
    return asked if asked in LANGUAGES else preferred(st.context.locale)


def preferred(locale: str | None) -> str:
    """The language of a browser's locale such as `pl-PL`; English when there is no such language here."""
    code = (locale or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else SOURCE


def begin() -> None:
    """Say everything of this run in the reader's language."""
    # A click is answered, and a part of a page drawn again, before or without the script that calls this, maybe in a
    # thread in which nothing was said yet: there the language is asked of the visit.
    unless_spoken(wanted)
    speak(wanted())


def draw() -> None:
    """The choice of a language, each called as its speakers call it; the address keeps it."""
    st.session_state[KEY] = language()
    st.selectbox(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=KEY,
        on_change=_chosen,
    )


def _chosen() -> None:
    st.query_params.update({LANGUAGE: st.session_state[KEY]})
