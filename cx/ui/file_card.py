"""One waiting file: what it was recognised as, how it was read, what the checks found, and what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.ingest.findings import BAD, GOOD, LOOK, Finding
from cx.ingest.formats import FORMATS
from cx.ingest.options import LoadReport, Proposal
from cx.ingest.telling import RECOGNISED
from cx.language import N_, Words, _, ngettext
from cx.language.numbers import count
from cx.model import TABLES, Kind, called
from cx.ui import answers, browser_words, columns, desk, refused_rows, remembered
from cx.ui.plain import plain
from cx.ui.staging import Waiting

SHOWN_LINES = 10
SHOWN_FINDINGS = 3
ICONS = {GOOD: ":material/check_circle:", LOOK: ":material/visibility:", BAD: ":material/error:"}
DELIMITERS = Words({",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs"), "|": N_("bars"), " ": N_("blanks")})
ENCODINGS = Words({"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": N_("Windows-1252 (Western)")})


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
    """What happened or would happen to the rows, as one line; what none did is not told."""
    n = report.rows_read
    parts = [ngettext("{n} row read", "{n} rows read", n).format(n=count(n))]
    if done or _is_settled():
        parts.append((_("{n} loaded") if done else _("{n} to load")).format(n=count(report.rows_loaded)))
        if n := report.duplicates:
            parts.append(ngettext("{n} duplicate", "{n} duplicates", n).format(n=count(n)))
        if n := report.superseded:
            words = ngettext("{n} newer version of a known row", "{n} newer versions of known rows", n)
            parts.append(words.format(n=count(n)))
    if n := report.refused_count:
        parts.append(_("{n} refused").format(n=count(n)))
    parts += [
        _("{n} of {table} with it").format(n=count(n), table=plain(called(table))) for table, n in report.also.items()
    ]
    told = ", ".join(parts)
    return f"**{plain(called(report.table))}**: {told}" if report.table else told


def _is_settled() -> bool:
    """Whether the rehearsal could tell what happens to the rows: it cannot while a question is open."""
    now = desk.desk()
    return now.rehearsal is not None and not any(f.report and f.report.questions for f in now.files)


def _draw_understood(report: LoadReport) -> None:
    st.markdown(f":material/fact_check: {_recognised(report)}  \n{counts(report, done=False)}")
    told = [f":material/view_column: {words}" for words in [taken(report.proposals)] if words]
    told += [f":material/shield_person: {words}" for words in [_personal(report)] if words]
    notes = [browser_words.text(note) for note in report.notes]
    told += [f":material/info: {plain(note)}" for note in notes if note and not _is_told(note, report)]
    told += [f":material/text_fields: {words}" for words in [_reading(report)] if words]
    st.caption("  \n".join(told))


def _is_told(note: str, report: LoadReport) -> bool:
    """Whether the lines above a note say it already: the format, the rows it makes."""
    return report.format in FORMATS and note.startswith(_(RECOGNISED).partition("{title}")[0])


def _recognised(report: LoadReport) -> str:
    if report.format in FORMATS:
        return _("Recognised as **{title}**").format(title=plain(_(FORMATS[report.format].title)))
    if report.table not in TABLES:
        return _("No table fits it by itself")
    return _("Recognised by its columns as **{table}**").format(table=plain(called(report.table)))


def taken(proposals: Sequence[Proposal]) -> str:
    """Which column fills which field, and which of them is no more than likely."""
    filled = [p for p in proposals if p.use == "field" and p.field and not _is_email(p.field)]
    if not filled:
        return ""
    listed = [
        f"{p.field} = {p.header}" + ("" if p.confidence >= columns.SURE else f" ({columns.confidence(p.confidence)})")
        for p in filled
    ]
    kept = sum(p.use == "dimension" for p in proposals)
    words = plain(", ".join(listed))
    if not kept:
        return words
    more = ngettext("{n} more column kept to filter by", "{n} more columns kept to filter by", kept)
    return f"{words}; {more.format(n=count(kept))}"


def _reading(report: LoadReport) -> str:
    parts = []
    if report.encoding:
        parts.append(_("Read as {encoding}").format(encoding=ENCODINGS.get(report.encoding, plain(report.encoding))))
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
    """What is worth a look is told at once, the first of it at least; the rest when it is asked for."""
    looks = sorted((f for f in report.findings if f.status != GOOD), key=lambda f: f.status != BAD)
    rest = [*looks[SHOWN_FINDINGS:], *(f for f in report.findings if f.status == GOOD)]
    words = {GOOD: _("good"), LOOK: _("worth a look"), BAD: _("bad")}
    for finding in looks[:SHOWN_FINDINGS]:
        _draw_finding(finding, words[finding.status])
    if not rest:
        return
    n = len(rest)
    title = ngettext("{n} more finding of the checks", "{n} more findings of the checks", n).format(n=count(n))
    title = title if looks else _("The checks found nothing that is wrong")
    with st.expander(title, icon=":material/rule:"):
        for finding in rest:
            _draw_finding(finding, words[finding.status])


def _draw_finding(finding: Finding, word: str) -> None:
    told = [plain(finding.meaning)] if finding.meaning else []
    if finding.lines:
        listed = ", ".join(count(line) for line in finding.lines[:SHOWN_LINES])
        n = len(finding.lines)
        told.append(ngettext("line {lines}", "first lines: {lines}", n).format(lines=listed))
    if finding.examples:
        told.append(_("for example {examples}").format(examples=plain(" · ".join(finding.examples))))
    with st.container(gap=None):
        st.markdown(f"{ICONS[finding.status]} {plain(finding.sentence)} · **{word}**")
        if told:
            st.caption(" · ".join(told))
