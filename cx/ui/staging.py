"""Uploaded files between the browser and the store: on disk at once, so that no file stays in the server's memory."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cx.demo import generate
from cx.errors import CxError
from cx.ingest.bytes import inspect
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.records import records
from cx.store import loads
from cx.store.home import home

FILES, ROUND, REPORTS = "staged_files", "upload_round", "load_reports"
KEPT_SECONDS = 24 * 3600
"""Files that nobody loaded or removed are deleted after a day."""
CHUNK_BYTES = 1 << 20
Told = Callable[[str], None]


@dataclass
class Staged:
    """One uploaded file. columns: the cells of its first line. report: the last dry run; error: why there is none.

    options: the answers tried last. seen, understood: the last report there was, and the answers that led to it; after
    an error people go on from there, so that a wrong answer is replaced and never kept.
    """

    path: Path
    options: LoadOptions = field(default_factory=LoadOptions)
    columns: tuple[str, ...] = ()
    report: LoadReport | None = None
    error: CxError | None = None
    seen: LoadReport | None = None
    understood: LoadOptions = field(default_factory=LoadOptions)

    @property
    def token(self) -> str:
        """A key for this file's widgets; two uploads of one name are two files."""
        return self.path.parent.name

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

    def check(self) -> None:
        """Find out what loading would do, without doing it."""
        self.report = self.error = None
        try:
            self.columns = first_cells(self.path)
            self.report = loads.load(home(), [self.path], self.options, dry_run=True)[0]
            self.seen, self.understood = self.report, self.options
        except CxError as error:
            self.error = error


def staged() -> list[Staged]:
    """The files of this visitor that wait to be loaded."""
    files: list[Staged] = st.session_state.setdefault(FILES, [])
    return files


def uploader_key() -> str:
    """The key of the upload widget; it changes after every upload, which empties the widget and frees its memory."""
    return f"upload_{st.session_state.setdefault(ROUND, 0)}"


def receive() -> None:
    """Write what the upload widget holds to disk, and empty the widget."""
    uploaded: Sequence[UploadedFile] = st.session_state[uploader_key()]
    _forget_old(uploads())
    staged().extend(Staged(_write(file)) for file in uploaded)
    st.session_state[ROUND] += 1


def uploads() -> Path:
    """The folder of files that wait."""
    return home() / "uploads"


def forget(file: Staged) -> None:
    """Delete a waiting file."""
    shutil.rmtree(file.path.parent, ignore_errors=True)
    st.session_state[FILES] = [other for other in staged() if other is not file]


def load_all(tell: Told) -> None:
    """Load every waiting file: those with the same answers together, all or none of them; then delete them."""
    done: list[LoadReport] = []
    st.session_state[REPORTS] = done
    for _answers, group in groupby(staged(), key=lambda file: file.options):
        files = list(group)
        done += loads.load(home(), [file.path for file in files], files[0].options, progress=tell)
        for file in files:
            forget(file)


def load_demo(tell: Told) -> None:
    """Make the demo data and load them."""
    folder = uploads() / f"demo-{uuid.uuid4().hex}"
    try:
        made = generate(folder)
        st.session_state[REPORTS] = loads.load(home(), list(made.paths), LoadOptions(), progress=tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def first_cells(path: Path) -> tuple[str, ...]:
    """The cells of the first line that is not blank."""
    return tuple(next((cells for _line, cells in records(inspect(path))), []))


def _write(file: UploadedFile) -> Path:
    # The name comes from the browser: only its last part, and only harmless characters of it.
    name = re.sub(r"[^\w.\- ()]", "_", Path(file.name.replace("\\", "/")).name)[-120:].lstrip(".") or "upload.csv"
    folder = uploads() / uuid.uuid4().hex
    folder.mkdir(parents=True)
    with (folder / name).open("wb") as target:
        shutil.copyfileobj(file, target, CHUNK_BYTES)
    return folder / name


def _forget_old(folder: Path) -> None:
    if not folder.is_dir():
        return
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
