"""Data health on the page: what each finding means for the figures."""

from __future__ import annotations

import streamlit as st

from cx.language import _
from cx.store.health import BAD, GOOD, LOOK, HealthEntry, health
from cx.store.reading import Version
from cx.ui.plain import plain

ICONS = {GOOD: ":material/check_circle:", LOOK: ":material/visibility:", BAD: ":material/error:"}


def draw(version: Version) -> None:
    """The findings, table by table; what needs a look comes with a word, not with colour alone."""
    words = {GOOD: _("good"), LOOK: _("worth a look"), BAD: _("bad")}
    entries = health(version)
    for table in dict.fromkeys(entry.table for entry in entries):
        with st.container(border=True, key=f"health.{table}"):
            st.markdown(f"**{plain(table)}**")
            for entry in entries:
                if entry.table == table:
                    _draw_entry(entry, words[entry.status])


def _draw_entry(entry: HealthEntry, word: str) -> None:
    st.markdown(f"{ICONS[entry.status]} {plain(entry.check)}: {plain(entry.result)} · {word}")
    st.caption(plain(entry.meaning))
