"""What a load or an undo has just done: the report, what changed, and the way back."""

from __future__ import annotations

import streamlit as st

from cx.ingest.options import LoadReport
from cx.language import _
from cx.ui import consequences, desk, file_card, ledger, refused_rows
from cx.ui.desk import Desk
from cx.ui.plain import plain

OVERVIEW = "pages/overview/overview.py"


def draw(now: Desk) -> None:
    """What was done last, until it is closed."""
    if now.done is None:
        return
    with st.container(border=True, key="load_reports"):
        if now.done.undone:
            st.markdown(f":material/undo: **{_('Load {load} was taken back').format(load=plain(now.done.undone))}**")
        else:
            # Reports have a load only where something changed.
            changed = any(report.load_id for report in now.done.reports)
            st.markdown(f":material/check_circle: **{_('Loaded') if changed else _('Nothing changed')}**")
        for report in now.done.reports:
            _draw_report(report)
        if now.done.consequence is not None:
            consequences.draw(now.done.consequence)
        with st.container(horizontal=True):
            st.page_link(OVERVIEW, label=_("Overview"), icon=":material/dashboard:")
            for report in now.done.reports:
                if report.load_id:
                    ledger.undo_button(report.load_id, "report")
            st.button(_("Close"), key="close_reports", on_click=_close)


def _draw_report(report: LoadReport) -> None:
    version = _("data version {version}").format(version=report.data_version) if report.load_id else ""
    parts = [plain(report.file_name), file_card.counts(report, done=True), version]
    st.markdown("- " + " – ".join(part for part in parts if part))
    if report.refused_count and report.load_id:
        refused_rows.button(report.load_id, "report")


def _close() -> None:
    desk.desk().done = None
