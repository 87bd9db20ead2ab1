"""What an analyst answers about a file before it is loaded: table, columns, dates, decimal mark, scales."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from cx.errors import CxError
from cx.ingest.headers import distinct
from cx.ingest.options import LoadOptions, Question
from cx.language import _
from cx.model import TABLES, Kind
from cx.ui.plain import plain
from cx.ui.staging import Staged

SCALES = ("1-5", "5-1", "1-7", "7-1", "0-10", "1-10", "1-4", "0-100")
NAMED_FIELD = re.compile(r"--(map|scale)\s+(\w+)=")


def ask(file: Staged) -> None:
    """Draw the open questions and all that can be said about the file; an answer is checked at once when sent."""
    questions = file.report.questions if file.report else []
    with st.form(f"answers.{file.token}", border=False):
        given = LoadOptions(table=_ask_table(file))
        for question in questions:
            given = _ask(file, question, given)
        with st.expander(_("Columns and reading"), icon=":material/tune:", expanded=False):
            given = _ask_reading(file, given, asked=_asked(questions))
            given = _ask_columns(file, given)
        if st.form_submit_button(_("Check again"), icon=":material/fact_check:"):
            _answer(file, given)


def _answer(file: Staged, given: LoadOptions) -> None:
    before = file.options
    file.options = replace(
        given,
        table=given.table,
        maps={**before.maps, **given.maps},
        sets={**before.sets, **given.sets},
        scales={**before.scales, **given.scales},
        dates=given.dates or before.dates,
        decimal=given.decimal or before.decimal,
    )
    file.check()
    st.rerun()


def _ask_table(file: Staged) -> str | None:
    names = [None, *TABLES]
    known = file.options.table or (file.report.table if file.report else None)
    return st.selectbox(
        _("Table"),
        names,
        index=names.index(known) if known in names else 0,
        format_func=lambda name: f"{name} – {TABLES[name].about}" if name else _("Found from the columns"),
        key=f"{file.token}.table",
    )


def _asked(questions: Sequence[Question]) -> set[str]:
    return {option for q in questions for option in ("--dates", "--decimal") if option in q.pass_option}


def _ask(file: Staged, question: Question, given: LoadOptions) -> LoadOptions:
    """One question with the control that answers it."""
    st.markdown(f":material/help: **{plain(question.question)}**")
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
        return _ask_scale(given, named[2], key)
    if named:
        return _ask_field(file, given, named[2], key)
    return given


def _ask_scale(given: LoadOptions, name: str, key: str) -> LoadOptions:
    answer = st.selectbox(
        _("Scale of {field}, from the worst to the best answer").format(field=plain(name)),
        SCALES,
        index=None,
        accept_new_options=True,
        placeholder=_("worst-best, for example 1-5"),
        key=f"{key}.scale",
    )
    return replace(given, scales={**given.scales, name: answer}) if answer else given


def _ask_field(file: Staged, given: LoadOptions, name: str, key: str) -> LoadOptions:
    column = _column(file, _("Column of {field}").format(field=plain(name)), None, key=f"{key}.column")
    value = st.text_input(_("or one value for every row"), key=f"{key}.value")
    if column:
        return replace(given, maps={**given.maps, name: column})
    return replace(given, sets={**given.sets, name: value.strip()}) if value.strip() else given


def _ask_reading(file: Staged, given: LoadOptions, *, asked: set[str]) -> LoadOptions:
    before = file.options
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


def _ask_columns(file: Staged, given: LoadOptions) -> LoadOptions:
    report = file.report
    if report is None or report.table is None:
        return given
    names = distinct(file.columns)
    maps: dict[str, str] = dict(given.maps)
    for column in TABLES[report.table].columns:
        header = report.mapping.get(column.name)
        known = str(names.index(header) + 1) if header in names else None
        title = f"{column.name} \\*" if column.required else column.name
        chosen = _column(file, title, known, key=f"{file.token}.{report.table}.{column.name}", about=column.about)
        if chosen and chosen != known and column.name not in maps:
            maps[column.name] = chosen
        if column.kind is Kind.SCORE and column.name in report.mapping and column.name not in given.scales:
            given = _ask_scale(given, column.name, f"{file.token}.{column.name}.known")
    return replace(given, maps=maps)


def _column(file: Staged, label: str, known: str | None, *, key: str, about: str = "") -> str | None:
    """A choice among the file's columns, by number: headers may be missing or double."""
    numbers = [str(number) for number in range(1, len(file.columns) + 1)]
    return st.selectbox(
        label,
        numbers if known else [None, *numbers],
        index=numbers.index(known) if known else 0,
        format_func=lambda number: f"{number}: {file.columns[int(number) - 1]}" if number else "–",
        help=about or None,
        key=key,
    )


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


def show_error(file: Staged, error: CxError) -> None:
    """Why a file cannot be read as it is."""
    st.error(plain(error.sentence()), icon=":material/report:")
    st.caption(_("Nothing was changed. Mend the file, or say more about it below."))
