"""Uploaded files between the browser and the store: on disk at once, so that no file stays in the server's memory."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cx.errors import CxError
from cx.ingest.options import LoadOptions, LoadReport
from cx.store.home import PRIVATE, home

ROUND = "upload_round"
KINDS = ["csv", "txt", "tsv", "tab", "gz", "zip", "xlsx", "parquet"]
KEPT_SECONDS = 24 * 3600
"""Files that nobody loaded or removed are deleted after a day."""
CHUNK_BYTES = 1 << 20
LONGEST_NAME = 120


@dataclass(eq=False)
class Waiting:
    """One table that waits: an uploaded file, or one inside it. name: as the browser gave it, path: where it lies.

    member: the table's name inside an archive or a workbook. token: a key for its widgets; two uploads of one name are
    two files. report: what loading would do.

    options: the answers tried last; error: why there is no report. seen, understood: the last report there was, and
    the answers that led to it; after an error people go on from there, so that a wrong answer is replaced and never
    kept.
    """

    path: Path
    name: str
    token: str
    member: str | None = None
    options: LoadOptions = field(default_factory=LoadOptions)
    report: LoadReport | None = None
    error: CxError | None = None
    seen: LoadReport | None = None
    understood: LoadOptions = field(default_factory=LoadOptions)

    @property
    def shown(self) -> str:
        """The name people see."""
        return self.member or self.name

    @property
    def ready(self) -> bool:
        """Whether it can be loaded: it was read and no question is open."""
        return self.error is None and self.report is not None and not self.report.questions

    @property
    def brings_news(self) -> bool:
        """Whether loading it would change the data."""
        return self.ready and self.report is not None and bool(self.report.rows_loaded or self.report.also)

    @property
    def known_table(self) -> str | None:
        """The table that the last report was about."""
        return self.understood.table or (self.seen.table if self.seen else None)

    def take(self, report: LoadReport | None, error: CxError | None) -> None:
        """Keep what a rehearsal found out."""
        self.report, self.error = report, error
        if report is not None:
            self.seen, self.understood = report, self.options


def uploader_key() -> str:
    """The key of the upload widget; it changes after every upload, which empties the widget."""
    return f"upload_{st.session_state.setdefault(ROUND, 0)}"


def received() -> list[Waiting]:
    """Write what the upload widget holds to disk, and empty the widget."""
    uploaded: Sequence[UploadedFile] = st.session_state[uploader_key()]
    sweep_uploads(uploads())
    waiting = [_write(file) for file in uploaded]
    st.session_state[ROUND] += 1
    # Streamlit itself would hold the bytes until the visitor is gone.
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in uploaded:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    return waiting


def uploads() -> Path:
    """The folder of files that wait, and of the jobs that work on them."""
    return home() / "uploads"


def remove(file: Waiting) -> None:
    """Delete a waiting file, with all that is in it."""
    shutil.rmtree(file.path.parent, ignore_errors=True)


def sweep_uploads(folder: Path) -> None:
    """Delete what has lain there for a day."""
    if not folder.is_dir():
        return
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def _write(file: UploadedFile) -> Waiting:
    # The name comes from the browser: only its last part, and only harmless characters of it, become a path.
    told = Path(file.name.replace("\\", "/")).name
    name = re.sub(r"[^\w.\- ()]", "_", told)[-LONGEST_NAME:].lstrip(".") or "upload.csv"
    folder = uploads() / uuid.uuid4().hex
    folder.mkdir(mode=PRIVATE, parents=True)
    with (folder / name).open("wb") as target:
        shutil.copyfileobj(file, target, CHUNK_BYTES)
    return Waiting(folder / name, told or name, folder.name)
