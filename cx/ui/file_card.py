"""One waiting file: what it was recognised as, how it was read, what the checks found, and what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.ingest.findings import BAD, GOOD, LOOK, Finding
from cx.ingest.formats import FORMATS
from cx.ingest.options import LoadReport
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import TABLES, Kind
from cx.ui import answers, browser_words, columns, desk, refused_rows, remembered
from cx.ui.plain import plain
from cx.ui.staging import Waiting

SHOWN_LINES = 10
ICONS = {GOOD: ":material/check_circle:", LOOK: ":material/visibility:", BAD: ":material/error:"}
DELIMITERS = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars"), " ": _("blanks")}


def draw(file: Waiting) -> None:
    """The card of one file."""
    with st.container(border=True, key=f"file.{file.token}"):
        head(file)
        if file.error:
            answers.show_error(file.error)
        if file.report:
            _draw_understood(file.report)
            remembered.tell(file.report, file.token)
            _draw_findings(file.report)
            now = desk.desk()
            refused_rows.draw(file.report, now.rehearsal if now.consequence else None, file.token)
        if file.report or file.error:
            answers.ask(file)


def head(file: Waiting) -> None:
    """The file's name, and the button that takes it away."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{plain(file.shown)}**", width="stretch")
        st.button(
            _("Remove"),
            key=f"remove.{file.token}",
            icon=":material/delete:",
            type="tertiary",
            on_click=desk.forget,
            args=(file,),
        )


def counts(report: LoadReport, *, done: bool) -> str:
    """What happened or would happen to the rows, as one line."""
    parts = [_("{n} rows read").format(n=count(report.rows_read))]
    if done or desk.desk().rehearsal is None or not any(f.report and f.report.questions for f in desk.desk().files):
        parts += [
            (_("{n} loaded") if done else _("{n} to load")).format(n=count(report.rows_loaded)),
            _("{n} duplicates").format(n=count(report.duplicates)),
        ]
        if report.superseded:
            parts.append(_("{n} newer versions of known rows").format(n=count(report.superseded)))
    parts.append(_("{n} refused").format(n=count(report.refused_count)))
    return f"**{plain(report.table or '?')}**: {', '.join(parts)}"


def _draw_understood(report: LoadReport) -> None:
    st.markdown(_recognised(report))
    if report.questions:
        n = len(report.questions)
        words = ngettext("A question is open.", "{n} questions are open.", n).format(n=n)
        st.markdown(f":material/help: **{words}** " + _("{n} rows read").format(n=count(report.rows_read)))
    else:
        st.markdown(counts(report, done=False))
    if words := _reading(report):
        st.caption(f":material/text_fields: {words}")
    if words := _personal(report):
        st.caption(f":material/shield_person: {words}")
    for note in report.notes:
        if told := browser_words.text(note):
            st.caption(f":material/info: {plain(told)}")
    for table, rows in report.also.items():
        st.caption(_("{n} rows of {table} come with it.").format(n=count(rows), table=plain(table)))


def _recognised(report: LoadReport) -> str:
    table = plain(report.table or _("no table yet"))
    if report.format in FORMATS:
        title = plain(FORMATS[report.format].title)
        return ":material/fact_check: " + _("Recognised as **{title}**, for the table {table}").format(
            title=title, table=table
        )
    sure = [p.confidence for p in report.proposals if p.use == "field"]
    if not sure:
        return ":material/fact_check: " + _("Not an export we know; table: {table}").format(table=table)
    return ":material/fact_check: " + _(
        "Recognised by its columns as the table **{table}**; least sure: {word}"
    ).format(table=table, word=columns.confidence(min(sure)))


def _reading(report: LoadReport) -> str:
    parts = []
    if report.encoding:
        parts.append(_("read as {encoding}").format(encoding=plain(report.encoding)))
    if report.delimiter:
        named = DELIMITERS.get(report.delimiter, plain(report.delimiter))
        parts.append(_("cells separated by {delimiter}").format(delimiter=named))
    return "; ".join(parts)


def _personal(report: LoadReport) -> str:
    """What happens to personal data, by column; what a note tells already is not told twice."""
    hashed = [p.header for p in report.proposals if p.use == "field" and _is_email(p.field)]
    dropped = [p.header for p in report.proposals if p.use == "personal"]
    dropped = [header for header in dropped if not any(header in note for note in report.notes)]
    parts = []
    if hashed:
        parts.append(_("{columns}: kept only as a keyed hash, to find the customer").format(columns=_listed(hashed)))
    if dropped:
        parts.append(_("{columns}: left out").format(columns=_listed(dropped)))
    return _("Personal data – {what}.").format(what="; ".join(parts)) if parts else ""


def _is_email(field: str | None) -> bool:
    return any(c.name == field and c.kind is Kind.EMAIL for table in TABLES.values() for c in table.columns)


def _listed(headers: Sequence[str]) -> str:
    return plain(", ".join(headers))


def _draw_findings(report: LoadReport) -> None:
    if not report.findings:
        return
    words = {GOOD: _("good"), LOOK: _("worth a look"), BAD: _("bad")}
    looks = sum(finding.status != GOOD for finding in report.findings)
    title = ngettext("{n} finding of the checks", "{n} findings of the checks", looks).format(n=looks)
    title = title if looks else _("The checks found nothing that is wrong")
    with st.expander(title, icon=":material/rule:", expanded=any(f.status == BAD for f in report.findings)):
        for finding in report.findings:
            _draw_finding(finding, words[finding.status])


def _draw_finding(finding: Finding, word: str) -> None:
    st.markdown(f"{ICONS[finding.status]} {plain(finding.sentence)} · **{word}**")
    told = [plain(finding.meaning)] if finding.meaning else []
    if finding.lines:
        listed = ", ".join(count(line) for line in finding.lines[:SHOWN_LINES])
        told.append(_("first lines: {lines}").format(lines=listed))
    if finding.examples:
        told.append(_("for example {examples}").format(examples=plain(" · ".join(finding.examples))))
    if told:
        st.caption(" · ".join(told))
