"""The open questions about a file, each with its examples and the control that answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from cx.ingest.options import LoadOptions, Question
from cx.language import _
from cx.ui import browser_words
from cx.ui.plain import plain
from cx.ui.staging import Waiting

NAMED = re.compile(r"--(map|scale|set)\s+(\w+)=")
SCALES = ("1-5", "5-1", "1-7", "7-1", "0-10", "1-10", "1-4", "0-100")
LONGEST_EXAMPLE = 80


def ask_all(file: Waiting, questions: Sequence[Question], given: LoadOptions) -> LoadOptions:
    """Draw every question; returns the options with what was answered."""
    for number, question in enumerate(questions):
        given = _ask(file, question, given, f"{file.token}.{number}.{question.field}")
    return given


def ask_scale(given: LoadOptions, name: str, key: str) -> LoadOptions:
    """A choice of the scale of a score, with room for one of one's own."""
    answer = st.selectbox(
        _("Scale of {field}, from the worst to the best answer").format(field=plain(name)),
        SCALES,
        index=None,
        accept_new_options=True,
        placeholder=_("worst-best, for example 1-5"),
        key=f"{key}.scale",
    )
    return replace(given, scales={**given.scales, name: answer}) if answer else given


def choice(label: str, options: Mapping[str, str], *, key: str, chosen: str | None = None) -> str | None:
    """One of a few ways, in words; None while none is chosen."""
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


def _ask(file: Waiting, question: Question, given: LoadOptions, key: str) -> LoadOptions:
    """One question with the control that answers it."""
    st.markdown(f":material/help: **{plain(browser_words.text(question.question))}**")
    if question.examples:
        cut = [example[:LONGEST_EXAMPLE] for example in question.examples]
        st.caption(_("In the file: {examples}").format(examples=plain(" · ".join(cut))))
    asked = question.pass_option
    if "--dates" in asked:
        ways = {order: words for order, words in date_orders().items() if order in asked}
        dates = choice(_("Dates are written"), ways, key=f"{key}.dates", chosen=given.dates)
        return replace(given, dates=dates or given.dates)
    if "--decimal" in asked:
        mark = choice(_("Decimal mark"), decimals(), key=f"{key}.decimal", chosen=given.decimal)
        return replace(given, decimal=mark or given.decimal)
    named = NAMED.search(asked)
    if named and named[1] == "scale":
        return ask_scale(given, named[2], key)
    if named:
        return _ask_field(file, given, named[2], key)
    if question.field == "table":
        st.caption(_("Choose the table below; what it needs is asked next."))
    return given


def _ask_field(file: Waiting, given: LoadOptions, name: str, key: str) -> LoadOptions:
    """Which column fills a field, or one value for every row."""
    column = _column(file, name, key)
    value = st.text_input(_("or one value for every row"), key=f"{key}.value", placeholder=_("the same in every row"))
    if column:
        return replace(given, maps={**given.maps, name: column})
    return replace(given, sets={**given.sets, name: value.strip()}) if value.strip() else given


def _column(file: Waiting, name: str, key: str) -> str | None:
    """A choice among the file's columns, by number: headers may be missing or double. None: no column."""
    headers = {str(p.number): p.header for p in (file.seen.proposals if file.seen else ())}
    return st.selectbox(
        _("Column of {field}").format(field=plain(name)),
        list(headers),
        index=None,
        format_func=lambda number: f"{number}: {headers[number]}",
        placeholder=_("choose a column"),
        key=f"{key}.column",
    )
