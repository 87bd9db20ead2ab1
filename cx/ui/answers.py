"""What an analyst answers about a file before it is loaded: table, columns, dates, decimal mark, scales."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from cx.errors import CxError
from cx.ingest.options import LoadOptions, Question
from cx.language import _
from cx.model import TABLES
from cx.ui import browser_words, columns
from cx.ui.plain import plain
from cx.ui.staging import Staged

NAMED_FIELD = re.compile(r"--(map|scale)\s+(\w+)=")


def ask(file: Staged) -> None:
    """Draw the open questions and all that can be said about the file; an answer is checked at once when sent.

    Every control starts from what was understood last and replaces its part of it.
    """
    shown = file.options.table or file.known_table
    same = file.known_table in (None, shown)
    questions = file.seen.questions if file.seen and same else []
    with st.form(f"answers.{file.token}", border=False):
        table = _ask_table(file, shown)
        # What was said about one table's fields does not hold for another's.
        base = file.understood if table == file.known_table else LoadOptions()
        given = _ask_questions(file, questions, replace(base, table=table))
        with st.expander(_("Columns and reading"), icon=":material/tune:", expanded=file.error is not None):
            given = _ask_reading(file, given, asked=_asked(questions))
            if shown:
                given = columns.ask(file, shown, given, apply=table == shown)
        if st.form_submit_button(_("Check again"), icon=":material/fact_check:"):
            file.options = given
            file.check()
            st.rerun()


def _ask_questions(file: Staged, questions: Sequence[Question], given: LoadOptions) -> LoadOptions:
    for question in questions:
        given = _ask(file, question, given)
    return given


def _ask_table(file: Staged, shown: str | None) -> str | None:
    names = [None, *TABLES]
    return st.selectbox(
        _("Table"),
        names,
        index=names.index(shown),
        format_func=lambda name: f"{name} – {TABLES[name].about}" if name else _("Found from the columns"),
        key=f"{file.token}.table.{shown}",
    )


def _asked(questions: Sequence[Question]) -> set[str]:
    return {option for q in questions for option in ("--dates", "--decimal") if option in q.pass_option}


def _ask(file: Staged, question: Question, given: LoadOptions) -> LoadOptions:
    """One question with the control that answers it."""
    st.markdown(f":material/help: **{plain(browser_words.text(question.question))}**")
    if question.examples:
        st.caption(_("In the file: {examples}").format(examples=plain(", ".join(question.examples))))
    if question.field == "table":
        st.caption(_("Choose the table above; what it needs is asked next."))
        return given
    key = f"{file.token}.{question.field}"
    named = NAMED_FIELD.search(question.pass_option)
    if "--dates" in question.pass_option:
        ways = {order: words for order, words in date_orders().items() if order in question.pass_option}
        dates = given.dates or _choice(_("Dates are written"), ways, key=f"{key}.dates")
        return replace(given, dates=dates)
    if "--decimal" in question.pass_option:
        return replace(given, decimal=given.decimal or _choice(_("Decimal mark"), decimals(), key=f"{key}.decimal"))
    if named and named[1] == "scale":
        return columns.ask_scale(given, named[2], key)
    if named:
        return _ask_field(file, given, named[2], key)
    return given


def _ask_field(file: Staged, given: LoadOptions, name: str, key: str) -> LoadOptions:
    column = columns.choose(file, _("Column of {field}").format(field=plain(name)), None, key=f"{key}.column")
    value = st.text_input(_("or one value for every row"), key=f"{key}.value")
    if column:
        return replace(given, maps={**given.maps, name: column})
    return replace(given, sets={**given.sets, name: value.strip()}) if value.strip() else given


def _ask_reading(file: Staged, given: LoadOptions, *, asked: set[str]) -> LoadOptions:
    before = file.understood
    if "--dates" not in asked:
        dates = _choice(_("Dates are written"), date_orders(), key=f"{file.token}.all.dates", chosen=before.dates)
        given = replace(given, dates=dates)
    if "--decimal" not in asked:
        mark = _choice(_("Decimal mark"), decimals(), key=f"{file.token}.all.decimal", chosen=before.decimal)
        given = replace(given, decimal=mark)
    headers = {"yes": _("The first line names the columns"), "no": _("The first line is data")}
    chosen = {None: None, True: "yes", False: "no"}[before.header]
    first_line = _choice(_("First line"), headers, key=f"{file.token}.header", chosen=chosen)
    zone = st.text_input(_("Time zone of times without an offset"), before.timezone, key=f"{file.token}.timezone")
    return replace(given, header={None: None, "yes": True, "no": False}[first_line], timezone=zone.strip() or "UTC")


def _choice(label: str, options: Mapping[str, str], *, key: str, chosen: str | None = None) -> str | None:
    values = list(options)
    return st.radio(
        label,
        values,
        index=values.index(chosen) if chosen in values else None,
        format_func=options.__getitem__,
        key=key,
        horizontal=True,
    )


def date_orders() -> dict[str, str]:
    """How dates may be written -> in words."""
    return {
        "dmy": _("day first (31/12/2025)"),
        "mdy": _("month first (12/31/2025)"),
        "ymd": _("year first (2025-12-31)"),
    }


def decimals() -> dict[str, str]:
    """Decimal mark -> in words."""
    return {"point": _("point (1,234.50)"), "comma": _("comma (1.234,50)")}


def show_error(error: CxError) -> None:
    """Why a file cannot be read as it is."""
    st.error(plain(browser_words.sentence(error)), icon=":material/report:")
    st.caption(_("Nothing was changed. Mend the file, or say more about it below."))
