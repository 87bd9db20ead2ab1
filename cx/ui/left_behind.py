"""Files of an earlier visit that still wait: a page that was loaded anew, or a server that was restarted, loses none.

Beside every upload lies a note with its name and the answers that were given. An upload belongs to a visit as long as
that visit is connected; from then on the next visitor may go on with it, until it is deleted after a day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.ingest.options import LoadOptions
from cx.language import ngettext
from cx.ui import staging
from cx.ui.plain import plain
from cx.ui.staging import Waiting

NOTE = "waiting.json"


def keep(files: Sequence[Waiting]) -> None:
    """Note the names and answers of files, and that they are this visit's."""
    for path in dict.fromkeys(file.path for file in files):
        tables = [
            {"member": file.member, "token": file.token, "options": asdict(file.options)}
            for file in files
            if file.path == path
        ]
        told = {"file": path.name, "name": next(file.name for file in files if file.path == path), "tables": tables}
        with suppress(OSError):  # the upload is gone: there is nothing to go on with
            (path.parent / NOTE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            _owners()[path.parent.name] = _visit()


def decided(files: Sequence[Waiting]) -> None:
    """Files that are being loaded are nobody's to go on with."""
    for file in files:
        (file.path.parent / NOTE).unlink(missing_ok=True)


def found() -> list[Waiting]:
    """The files that wait and are of no visit that is still connected."""
    folder = staging.uploads()
    notes = sorted(folder.glob(f"*/{NOTE}"), key=lambda note: note.stat().st_mtime) if folder.is_dir() else []
    return [file for note in notes if not _owned(note.parent.name) for file in _read(note)]


def draw(files: Sequence[Waiting]) -> tuple[bool, bool]:
    """Tell that files still wait; returns whether to go on with them, and whether to delete them."""
    names = list(dict.fromkeys(file.name for file in files))
    with st.container(border=True, key="left_behind"):
        words = ngettext(
            "A file of an earlier visit still waits", "{n} files of an earlier visit still wait", len(names)
        )
        st.markdown(f":material/history: **{words.format(n=len(names))}**: {plain(', '.join(names))}")
        with st.container(horizontal=True):
            n = len(names)
            on = st.button(
                ngettext("Go on with it", "Go on with them", n),
                key="left_behind.on",
                icon=":material/play_arrow:",
                type="primary",
            )
            off = st.button(ngettext("Delete it", "Delete them", n), key="left_behind.off", icon=":material/delete:")
    return on, off


def _read(note: Path) -> list[Waiting]:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        path = note.parent / Path(told["file"]).name
        if not path.is_file():
            return []
        return [
            Waiting(path, told["name"], table["token"], table["member"], LoadOptions(**table["options"]))
            for table in told["tables"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # half written, or by another release: it is deleted after a day


def _owned(folder: str) -> bool:
    """Whether an upload is of a visit that is connected."""
    visit = _owners().get(folder)
    return visit is not None and get_instance().is_active_session(visit)


def _visit() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


@st.cache_resource(show_spinner=False)
def _owners() -> dict[str, str]:
    """Folder of an upload -> the visit that it is of; the server's own memory of it."""
    return {}
