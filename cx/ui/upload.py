"""Loading files on the page: upload, what was recognised, answers, load, report."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.ingest.options import LoadReport
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.language.spreadsheet import cell
from cx.model import TABLES
from cx.store import loads
from cx.store.home import home
from cx.store.reading import Version
from cx.ui import answers, browser_words, loading, staging, states
from cx.ui.plain import plain
from cx.ui.staging import Staged

SHOWN_REFUSALS = 50


def draw(version: Version) -> None:
    """Everything about putting files in."""
    _draw_reports()
    st.file_uploader(
        _("CSV files as your tools export them; several at once are fine"),
        type=["csv", "txt", "tsv"],
        accept_multiple_files=True,
        key=staging.uploader_key(),
        on_change=staging.receive,
    )
    files = staging.staged()
    for file in files:
        _draw_file(file)
    if files:
        _draw_load(files)
    elif version.empty:
        loading.demo_button()
    with st.expander(_("Templates of every table"), icon=":material/description:"):
        for table in TABLES.values():
            with st.container(horizontal=True, vertical_alignment="center"):
                states.template_button(table)
                st.caption(plain(table.about), width="stretch")


def _draw_file(file: Staged) -> None:
    if file.report is None and file.error is None:
        with st.spinner(_("Reading {file}").format(file=plain(file.path.name))):
            file.check()
    with st.container(border=True, key=f"file.{file.token}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(file.path.name)}**")
            st.button(
                _("Remove"),
                key=f"remove.{file.token}",
                icon=":material/delete:",
                type="tertiary",
                on_click=staging.forget,
                args=(file,),
            )
        if file.error:
            answers.show_error(file.error)
        if file.report:
            st.markdown(_summary(file.report, done=False))
            _draw_findings(file.report)
        answers.ask(file)


def _summary(report: LoadReport, *, done: bool) -> str:
    if report.questions:
        n = len(report.questions)
        return ngettext("A question is open.", "{n} questions are open.", n).format(n=n)
    counts = [
        _("{n} rows read").format(n=count(report.rows_read)),
        (_("{n} loaded") if done else _("{n} to load")).format(n=count(report.rows_loaded)),
        _("{n} duplicates").format(n=count(report.duplicates)),
        _("{n} newer versions of known rows").format(n=count(report.superseded)),
        _("{n} refused").format(n=count(report.refused_count)),
    ]
    return f"**{report.table}**: {', '.join(counts)}"


def _draw_findings(report: LoadReport) -> None:
    for note in report.notes:
        if words := browser_words.text(note):
            st.caption(f":material/info: {plain(words)}")
    for table, rows in report.also.items():
        st.caption(_("{n} rows of {table} come with it.").format(n=count(rows), table=plain(table)))
    if report.mapping:
        with st.expander(_("Which column became what"), icon=":material/swap_horiz:"):
            pairs = pd.DataFrame(report.mapping.items(), columns=[_("field"), _("column of the file")])
            st.dataframe(pairs, hide_index=True)
    if report.refused:
        with st.expander(_("Refused rows"), icon=":material/block:"):
            shown = [(r.line, r.column, r.value, r.reason) for r in report.refused[:SHOWN_REFUSALS]]
            names = [_("line"), _("column"), _("value"), _("reason")]
            st.dataframe(pd.DataFrame(shown, columns=names), hide_index=True)


def _draw_load(files: list[Staged]) -> None:
    waiting = [file for file in files if not file.ready]
    label = ngettext("Load {n} file", "Load {n} files", len(files)).format(n=len(files))
    if waiting:
        st.caption(_("Answer what is open, or remove the file, to load the others."))
    nothing_new = not waiting and not any(file.brings_news for file in files)
    if nothing_new:
        st.caption(_("Nothing in these files is new: loading them would change nothing."))
    disabled = bool(waiting) or nothing_new
    pressed = st.button(label, key="load_files", type="primary", icon=":material/upload:", disabled=disabled)
    if pressed:
        loading.run(staging.load_all, _("Loading"))


def _draw_reports() -> None:
    reports: list[LoadReport] = st.session_state.get(staging.REPORTS, [])
    if not reports:
        return
    with st.container(border=True, key="load_reports"):
        # Reports have a load only where something changed.
        changed = any(report.load_id for report in reports)
        st.markdown(f":material/check_circle: **{_('Loaded') if changed else _('Nothing changed')}**")
        for report in reports:
            st.markdown(f"- {plain(report.file_name)} – {_summary(report, done=True)}")
            if report.refused_count and report.load_id:
                refused_button(report.load_id, "report")
        st.button(_("Close"), key="close_reports", on_click=st.session_state.pop, args=(staging.REPORTS, None))


def refused_button(load_id: str, where: str) -> None:
    """A button that downloads the refused rows of a load, with the reason of each."""
    st.download_button(
        _("Refused rows of load {load}").format(load=load_id),
        lambda: loads.refused(home(), load_id).map(cell).to_csv(index=False).encode("utf-8-sig"),
        f"refused-{load_id}.csv",
        "text/csv",
        key=f"refused.{where}.{load_id}",
        icon=":material/download:",
        on_click="ignore",
    )
