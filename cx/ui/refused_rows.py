"""The rows a file could not give, with the reason of each: on the page, and for download before and after the load."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.errors import CxError
from cx.ingest.options import LoadReport
from cx.language import _
from cx.language.direction import undirected
from cx.language.numbers import count
from cx.store import loads
from cx.store.home import home
from cx.store.rehearsals import rehearsed
from cx.ui import exports

SHOWN = 50
REHEARSED = """
SELECT r.line, r.column_name, r.value, r.reason, r.row_text FROM meta.refused AS r JOIN meta.loads AS l USING (load_no)
WHERE l.file_name = $file AND l.version = $version ORDER BY r.line"""


def draw(report: LoadReport, rehearsal: str | None, token: str) -> None:
    """The first refused rows of a file that is not loaded yet, and the download of all of them.

    rehearsal: its id where there is a candidate version, which holds them all.
    """
    if not report.refused:
        return
    title = _("Refused rows ({n})").format(n=count(report.refused_count))
    with st.expander(title, icon=":material/block:"):
        names = [_("line"), _("column"), _("value"), _("reason")]
        rows = pd.DataFrame([(r.line, r.column, r.value, r.reason) for r in report.refused], columns=names)
        st.dataframe(rows.head(SHOWN).map(_clean), hide_index=True, alt=title)
        if rehearsal is None and len(report.refused) < report.refused_count:
            words = _("The download has the first {n}; it has all of them once no question is open.")
            st.caption(words.format(n=count(len(report.refused))))
        elif report.refused_count > SHOWN:
            st.caption(_("The first {n} are shown; all are in the download.").format(n=count(SHOWN)))
        st.download_button(
            _("Download the refused rows"),
            lambda: as_csv(_rehearsed(report, rehearsal, rows)),
            f"refused-{token[:8]}.csv",
            "text/csv",
            key=f"refused.before.{token}",
            icon=":material/download:",
            on_click="ignore",
        )


def button(load_id: str, where: str) -> None:
    """A button that downloads the refused rows of a load, with the reason of each."""
    st.download_button(
        _("Refused rows of load {load}").format(load=load_id),
        lambda: as_csv(loads.refused(home(), load_id)),
        f"refused-{load_id}.csv",
        "text/csv",
        key=f"refused.{where}.{load_id}",
        icon=":material/download:",
        on_click="ignore",
    )


def _rehearsed(report: LoadReport, rehearsal: str | None, told: pd.DataFrame) -> pd.DataFrame:
    """All refused rows with their text where the rehearsal has them; else those that the report told."""
    if rehearsal is None:
        return told
    try:
        candidate = rehearsed(home(), rehearsal).version()
    except CxError:
        return told  # swept meanwhile: the report still tells its first rows
    if candidate is None:
        return told
    try:
        found = candidate.engine.query(REHEARSED, {"file": report.file_name, "version": candidate.id})
    finally:
        candidate.engine.close()
    return found if len(found) >= len(told) else told


def as_csv(rows: pd.DataFrame) -> bytes:
    """Rows as CSV that a spreadsheet opens and does not run."""
    return exports.csv(rows)


def _clean(value: object) -> object:
    return undirected(value) if isinstance(value, str) else value
