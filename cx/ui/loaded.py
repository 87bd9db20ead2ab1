"""What a load or an undo has just done: the report, what changed, and the way back."""

from __future__ import annotations

import streamlit as st

from cx.ingest.options import LoadReport
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.ui import consequences, desk, file_card, ledger, refused_rows
from cx.ui.on_desk import Desk, Done
from cx.ui.page_table import OVERVIEW
from cx.ui.plain import plain


def draw(now: Desk) -> None:
    """What was done last, until it is closed."""
    if now.done is None:
        return
    with st.container(border=True, key="load_reports"):
        _draw_title(now.done)
        if now.done.consequence is not None:
            consequences.draw(now.done.consequence)
        for report in now.done.reports:
            _draw_report(report)
        with st.container(horizontal=True):
            st.page_link(OVERVIEW.file, label=_("Overview"), icon=":material/dashboard:")
            made = tuple(report.load_id for report in now.done.reports if report.load_id)
            if made:
                ledger.undo_button(made, "report")
            st.button(_("Close"), key="close_reports", on_click=_close)


def _draw_title(done: Done) -> None:
    """What was done, and the data version that came of it."""
    if done.undone:
        ledger.undone_line(done.undone)
        return
    made = [report for report in done.reports if report.load_id]
    if not made:
        st.markdown(f":material/check_circle: **{_('Nothing changed')}**")
        return
    words = ngettext("Loaded {n} file", "Loaded {n} files", len(made)).format(n=count(len(made)))
    version = _("data version {version}").format(version=plain(made[0].data_version or ""))
    st.markdown(f":material/check_circle: **{words}** · {version}")


def _draw_report(report: LoadReport) -> None:
    st.markdown(f"{plain(report.file_name)} – {file_card.counts(report, done=True)}")
    if report.refused_count and report.load_id:
        refused_rows.button(report.load_id, "report")


def _close() -> None:
    desk.desk().done = None
