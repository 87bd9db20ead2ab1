"""The ledger of loads on the page: what was loaded when and by whom, what it changed, and taking a load back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st

from cx.language import _, ngettext
from cx.language.direction import undirected
from cx.language.numbers import DASH, count
from cx.store import loads
from cx.store.home import home
from cx.store.loads import LoadEntry
from cx.ui import browser_words, consequences, desk, refused_rows, watching
from cx.ui.on_desk import Desk, Done
from cx.ui.plain import plain

SHORT_HASH = 10
LOADED = "loaded"
COUNTED = ("rows_read", "rows_loaded", "duplicates", "superseded", "refused")


def draw(*, may_undo: bool) -> None:
    """All loads, newest first, and what can be done with one of them."""
    if watching.draw():
        return
    confirm()
    now = desk.desk()
    if now.problem is not None:
        st.error(plain(browser_words.sentence(now.problem)), icon=":material/report:")
    _draw_undone(now)
    entries = list(reversed(loads.history(home())))
    if not entries:
        st.info(_("Nothing was loaded yet."))
        return
    st.dataframe(_table(entries), hide_index=True, column_config=_columns(), alt=_("All loads, newest first"))
    entry = st.selectbox(_("Load"), entries, format_func=_named, key="ledger.load")
    with st.container(border=True, key="ledger.one"):
        _draw_entry(entry, entries, may_undo=may_undo)


def undo_button(load_ids: tuple[str, ...], where: str) -> None:
    """A button that takes loads back together, once it was told what that changes and was confirmed."""
    words = ngettext("Take load {loads} back", "Take loads {loads} back", len(load_ids))
    st.button(
        words.format(loads=", ".join(load_ids)),
        key=f"undo.{where}.{load_ids[0]}",
        icon=":material/undo:",
        on_click=desk.try_undo,
        args=(load_ids,),
    )


def undone_line(load_ids: tuple[str, ...]) -> None:
    """That loads were taken back."""
    words = ngettext("Load {loads} was taken back", "Loads {loads} were taken back", len(load_ids))
    st.markdown(f":material/undo: **{words.format(loads=plain(', '.join(load_ids)))}**")


def confirm() -> None:
    """Ask whether the load is to be taken back, once it is known what that would change."""
    asking = desk.desk().asking
    if asking is not None:
        st.dialog(_("Take this back?"), on_dismiss=_not_now)(_confirm)(asking)


def _table(entries: list[LoadEntry]) -> pd.DataFrame:
    table = pd.DataFrame([asdict(entry) for entry in entries])
    table["file_hash"] = table["file_hash"].str[:SHORT_HASH]
    table["file_name"] = table["file_name"].map(undirected)
    table["who"] = table["who"].fillna(DASH).replace("", DASH)
    return table[list(_names())]


def _names() -> dict[str, str]:
    return {
        "load_id": _("load"),
        "made_at": _("when (UTC)"),
        "who": _("who"),
        "file_name": _("file"),
        "table": _("table"),
        "rows_read": _("rows read"),
        "rows_loaded": _("loaded"),
        "duplicates": _("duplicates"),
        "superseded": _("newer versions"),
        "refused": _("refused"),
        "status": _("status"),
        "mode": _("mode"),
        "version": _("version"),
        "seconds": _("seconds"),
        "file_hash": _("SHA-256, beginning"),
        "undone_at": _("taken back at (UTC)"),
    }


def _columns() -> dict[str, Any]:
    names = _names()
    times = {key: st.column_config.DatetimeColumn(names[key], format="YYYY-MM-DD HH:mm") for key in ("made_at",)}
    times["undone_at"] = st.column_config.DatetimeColumn(names["undone_at"], format="YYYY-MM-DD HH:mm")
    seconds = st.column_config.NumberColumn(names["seconds"], format="%.1f")
    counted = {key: st.column_config.NumberColumn(names[key], format="localized") for key in COUNTED}
    pinned = st.column_config.TextColumn(names["load_id"], pinned=True)
    return {**names, **times, **counted, "seconds": seconds, "load_id": pinned}


def _named(entry: LoadEntry) -> str:
    # An option of a select box is plain text; nothing in it is read as Markdown.
    return f"{entry.load_id} · {entry.made_at:%Y-%m-%d %H:%M} · {undirected(entry.file_name)} · {entry.status}"


def _draw_entry(entry: LoadEntry, entries: list[LoadEntry], *, may_undo: bool) -> None:
    st.markdown(f"**{_('What this load changed')}** – {plain(entry.file_name)}")
    # Entries are newest first; people read a call from its first file on.
    call = [e for e in reversed(entries) if e.version == entry.version] if entry.version else []
    if others := [e.load_id for e in call if e.load_id != entry.load_id]:
        st.caption(_("Loaded together with {loads}: what they changed together.").format(loads=", ".join(others)))
    consequences.draw_load(entry)
    with st.container(horizontal=True):
        if entry.refused:
            refused_rows.button(entry.load_id, "ledger")
        if may_undo and entry.status == LOADED:
            undo_button((entry.load_id,), "ledger")
            standing = tuple(e.load_id for e in call if e.status == LOADED)
            if len(standing) > 1:
                undo_button(standing, "ledger.call")


def _draw_undone(now: Desk) -> None:
    if now.done is None or not now.done.undone:
        return
    with st.container(border=True, key="undone"):
        undone_line(now.done.undone)
        if now.done.consequence is not None:
            consequences.draw(now.done.consequence)


def _not_now() -> None:
    desk.desk().asking = None


def _confirm(asking: Done) -> None:
    for entry in (e for e in loads.history(home()) if e.load_id in asking.undone):
        told = _("The {n} rows of {file} leave the data; rows they had replaced come back. It can be loaded again.")
        st.markdown(told.format(n=count(entry.rows_loaded), file=plain(entry.file_name)))
    if asking.consequence is not None:
        consequences.draw(asking.consequence)
    with st.container(horizontal=True):
        if st.button(_("Yes, take it back"), key="undo_confirmed", type="primary"):
            desk.undo(asking.undone)
            st.rerun()
        if st.button(_("No, leave it"), key="undo_not_now"):
            _not_now()
            st.rerun()
