"""What an analyst may say about a file before it is loaded: columns, table, dates, decimal mark, header, encoding."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.errors import CxError
from cx.ingest.options import LoadOptions
from cx.language import _
from cx.model import TABLES, Kind
from cx.ui import browser_words, columns, desk, question_card, questions
from cx.ui.example_dates import date_orders
from cx.ui.plain import plain
from cx.ui.staging import Waiting

ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1", "cp850", "shift_jis")


def ask(file: Waiting) -> None:
    """Draw all that can be said about the file besides its questions; an answer is tried when it is sent.

    Every control starts from what was understood last and replaces its part of it.
    """
    shown = file.options.table or file.known_table
    asked = {q.pass_option.split()[0] for q in question_card.open_questions(file) if q.pass_option}
    # A wrong answer is replaced where it was given; a file that was never understood rarely needs one.
    wrong = file.error is not None and file.seen is not None
    with (
        st.expander(_("Change columns, table, dates or reading"), icon=":material/tune:", expanded=wrong),
        st.form(f"answers.{file.token}", border=False),
    ):
        given = columns.ask(file, file.understood)
        given = _ask_reading(file, given, shown, asked)
        if st.form_submit_button(_("Check again"), icon=":material/fact_check:", key=f"{file.token}.check"):
            file.options = given
            desk.rehearse()
            st.rerun()


def _ask_reading(file: Waiting, given: LoadOptions, shown: str | None, asked: set[str]) -> LoadOptions:
    """Everything about the file as a whole; what a question asks already is not asked twice."""
    before, key = file.understood, file.token
    table = _ask_table(file, shown)
    if table not in (None, file.known_table):
        # What was said about one table's fields does not hold for another's.
        given = replace(given, maps={}, sets={}, scales={}, columns={})
    # What was found from the columns is not taken for something that was said.
    given = replace(given, table=before.table if table == file.known_table else table)
    if "--dates" not in asked:
        dates = questions.choice(_("Dates are written"), date_orders(), key=f"{key}.dates", chosen=before.dates)
        given = replace(given, dates=dates)
    if "--decimal" not in asked:
        mark = questions.choice(_("Decimal mark"), questions.decimals(), key=f"{key}.decimal", chosen=before.decimal)
        given = replace(given, decimal=mark)
    given = _ask_scales(file, given)
    headers = {"yes": _("The first line names the columns"), "no": _("The first line is data")}
    chosen = {None: None, True: "yes", False: "no"}[before.header]
    first_line = questions.choice(_("First line"), headers, key=f"{key}.header", chosen=chosen)
    zone = st.text_input(_("Time zone of times without an offset"), before.timezone, key=f"{key}.timezone")
    encoding = st.selectbox(
        _("Encoding"),
        ENCODINGS,
        index=None,
        accept_new_options=True,
        placeholder=before.encoding or _("found from the bytes"),
        key=f"{key}.encoding",
    )
    header = {None: None, "yes": True, "no": False}[first_line]
    return replace(given, header=header, timezone=zone.strip() or "UTC", encoding=encoding or before.encoding)


def _ask_scales(file: Waiting, given: LoadOptions) -> LoadOptions:
    """The scale of every score that is no open question."""
    report = file.seen
    if report is None or report.table not in TABLES:
        return given
    asked = {question.field for question in question_card.open_questions(file)}
    for column in TABLES[report.table].columns:
        if column.kind is Kind.SCORE and column.name in report.mapping and column.name not in asked:
            given = questions.ask_scale(given, column.name, f"{file.token}.{column.name}.known")
    return given


def _ask_table(file: Waiting, shown: str | None) -> str | None:
    names = [None, *TABLES]
    return st.selectbox(
        _("Table"),
        names,
        index=names.index(shown),
        format_func=lambda name: f"{name} – {_(TABLES[name].about)}" if name else _("Found from the columns"),
        key=f"{file.token}.table.{shown}",
    )


def show_error(error: CxError) -> None:
    """Why a file cannot be read as it is."""
    st.error(plain(browser_words.sentence(error)), icon=":material/report:")
    st.caption(_("Nothing was changed. Mend the file, or say more about it below."))
