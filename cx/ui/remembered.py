"""What was said about files with a header, for the next one: listed, forgotten, taken along as a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cx.errors import CxError
from cx.ingest.options import LoadReport
from cx.ingest.remembered import Remembered
from cx.language import _
from cx.store.home import home
from cx.store.remembering import memory
from cx.ui import browser_words, desk
from cx.ui.plain import plain

TOLD, IMPORTS = "mappings_told", "mappings_imports"
SHOWN_HEADERS = 8
LARGEST_MB = 5


def draw() -> None:
    """All that is remembered, and the file it can be taken along as."""
    st.caption(_("What you say about a file is used again when a file with the same header comes, and is told then."))
    _draw_told()
    entries = memory(home()).all()
    if not entries:
        st.info(_("Nothing is remembered yet: what you answer about a file is kept when the file is loaded."))
    for entry in entries:
        _draw_entry(entry)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            _("Export as a file"),
            lambda: memory(home()).export(),
            "mappings.json",
            "application/json",
            key="mappings.export",
            icon=":material/download:",
            on_click="ignore",
            disabled=not entries,
        )
    st.file_uploader(
        _("Import an exported file"),
        type=["json"],
        max_upload_size=LARGEST_MB,
        key=_import_key(),
        on_change=_import,
    )


def tell(report: LoadReport, token: str) -> None:
    """On a file's card: what is used again from last time, with the button that forgets it."""
    entry = memory(home()).recall(report.signature) if report.signature else None
    if entry is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/history: {_('Remembered from last time: {said}').format(said=plain(entry.said()))}")
        _forget_button(entry, token)


def _draw_entry(entry: Remembered) -> None:
    with st.container(border=True, key=f"mapping.{entry.signature}"):
        headers: Sequence[str] = entry.headers[:SHOWN_HEADERS]
        more = " …" if len(entry.headers) > SHOWN_HEADERS else ""
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(entry.table or '?')}** – {plain(', '.join(headers))}{more}", width="stretch")
            _forget_button(entry, entry.signature)
        st.caption(f"{plain(entry.said())} · {plain(entry.kept_at[:10])} · {plain(entry.signature)}")


def _forget_button(entry: Remembered, key: str) -> None:
    st.button(
        _("Forget"),
        key=f"forget.{key}",
        icon=":material/history_off:",
        type="tertiary",
        on_click=_forget,
        args=(entry.signature,),
    )


def _forget(signature: str) -> None:
    memory(home()).forget(signature)
    # Files on the desk were understood with it: they are read once more.
    desk.desk().tried = ()


def _import_key() -> str:
    return f"mappings.import.{st.session_state.setdefault(IMPORTS, 0)}"


def _import() -> None:
    file: UploadedFile | None = st.session_state[_import_key()]
    if file is None:
        return
    try:
        st.session_state[TOLD] = memory(home()).import_(file.getvalue())
    except CxError as error:
        st.session_state[TOLD] = error
    st.session_state[IMPORTS] += 1
    desk.desk().tried = ()


def _draw_told() -> None:
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, CxError):
        st.error(plain(browser_words.sentence(told)), icon=":material/report:")
    elif told:
        st.success(plain(" ".join(told)), icon=":material/check_circle:")
