"""The ledger of loads on the page: what was loaded when, refused rows, and taking a load back."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from cx.errors import CxError
from cx.language import _
from cx.language.numbers import count
from cx.store import loads
from cx.store.home import home
from cx.store.loads import LoadEntry
from cx.ui import states
from cx.ui.plain import plain
from cx.ui.upload import refused_button


def draw(*, may_undo: bool) -> None:
    """All loads, newest first, and what can be done with one of them."""
    entries = list(reversed(loads.history(home())))
    if not entries:
        st.info(_("Nothing was loaded yet."))
        return
    table = pd.DataFrame([asdict(entry) for entry in entries])
    names = _column_names()
    st.dataframe(table[list(names)].rename(columns=names), hide_index=True)
    entry = st.selectbox(_("Load"), entries, format_func=_named, key="ledger.load")
    with st.container(horizontal=True):
        if entry.refused:
            refused_button(entry.load_id, "ledger")
        if not may_undo or entry.status != "loaded":
            return
        if st.button(_("Take this load back"), key="undo", icon=":material/undo:"):
            _confirm(entry)


def _column_names() -> dict[str, str]:
    return {
        "made_at": _("loaded at (UTC)"),
        "file_name": _("file"),
        "table": _("table"),
        "rows_read": _("rows read"),
        "rows_loaded": _("loaded"),
        "duplicates": _("duplicates"),
        "superseded": _("newer versions"),
        "refused": _("refused"),
        "status": _("status"),
        "load_id": _("load"),
    }


def _named(entry: LoadEntry) -> str:
    return f"{entry.made_at:%Y-%m-%d %H:%M} · {entry.file_name} · {entry.table} · {entry.status} · {entry.load_id}"


@st.dialog(_("Take this load back?"))
def _confirm(entry: LoadEntry) -> None:
    st.markdown(
        _(
            "The {n} rows of {file} leave the data; rows they had replaced come back. The file can be loaded again."
        ).format(n=count(entry.rows_loaded), file=plain(entry.file_name))
    )
    if not st.button(_("Yes, take it back"), key="undo_confirmed", type="primary"):
        return
    try:
        with st.spinner(_("Taking it back")):
            loads.undo(home(), entry.load_id)
    except CxError as error:
        states.problem(error)
        return
    st.rerun()
