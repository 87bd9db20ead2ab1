"""The control that answers an open question, under its examples from the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from cx.ingest.options import LoadOptions, Question
from cx.language import _
from cx.model import TABLES, Kind
from cx.ui import browser_words, which_table
from cx.ui.example_dates import date_orders
from cx.ui.plain import plain
from cx.ui.staging import Waiting

NAMED = re.compile(r"--(map|scale|set)\s+(\w+)=")
CODECS = re.compile(r"--encoding\s+(\S+)")
DIRECTIONS = re.compile(r"--scale \w+=(\S+) when the (last|first)")
IN_ORDER = "<...<"
LEAVE_EMPTY = ""
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
        placeholder=_("worst-best, for example 1-5; words with < between them: bad < fair < good"),
        key=f"{key}.scale",
    )
    return _with_scale(given, name, answer)


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


def decimals() -> dict[str, str]:
    """Decimal mark -> in words."""
    return {"point": _("point (1,234.50)"), "comma": _("comma (1.234,50)")}


def _ask(file: Waiting, question: Question, given: LoadOptions, key: str) -> LoadOptions:
    """One question with the control that answers it."""
    st.markdown(f":material/help: **{plain(browser_words.text(question.question))}**")
    _show_examples(file, question)
    asked = question.pass_option
    if question.field == "table":
        return which_table.ask(asked, _headers(file), given, key)
    if codecs := CODECS.search(asked):
        ways = {codec: _reading(codec, n, question.examples) for n, codec in enumerate(codecs[1].split("|"))}
        codec = choice(_("The words are"), ways, key=f"{key}.encoding", chosen=given.encoding)
        return replace(given, encoding=codec or given.encoding)
    if "--dates" in asked:
        ways = {order: words for order, words in date_orders(question.examples).items() if order in asked}
        dates = choice(_("Dates are written"), ways, key=f"{key}.dates", chosen=given.dates)
        return replace(given, dates=dates or given.dates)
    if "--decimal" in asked:
        mark = choice(_("Decimal mark"), decimals(), key=f"{key}.decimal", chosen=given.decimal)
        return replace(given, decimal=mark or given.decimal)
    named = NAMED.search(asked)
    if named and named[1] == "scale":
        return _ask_scale(question, given, named[2], key)
    return _ask_field(file, given, named[2], asked, key) if named else given


def _show_examples(file: Waiting, question: Question) -> None:
    """The examples; names of columns are not told when a control lists them all, nor readings that it shows."""
    examples = [example[:LONGEST_EXAMPLE] for example in question.examples]
    headers = {header[:LONGEST_EXAMPLE] for header in _headers(file).values()}
    if examples and not set(examples) <= headers and not CODECS.search(question.pass_option):
        st.caption(_("In the file: {examples}").format(examples=plain(" · ".join(examples))))


def _reading(codec: str, number: int, examples: Sequence[str]) -> str:
    """A codec with the words as it reads them."""
    words = [example.split(" / ") for example in examples]
    read = ", ".join(one[number] for one in words if number < len(one))
    return plain(f"{read} ({codec})" if read else codec)


def _ask_scale(question: Question, given: LoadOptions, name: str, key: str) -> LoadOptions:
    """The scale of a score: which end is the best one, the order of its words, or its two ends."""
    if directions := dict(DIRECTIONS.findall(question.pass_option)):
        words = {"last": question.examples[-1], "first": question.examples[0]}
        ways = {scale: _("“{word}” is the best").format(word=plain(words[end])) for scale, end in directions.items()}
        scale = choice(_("Which end is the best?"), ways, key=f"{key}.end", chosen=given.scales.get(name))
        return _with_scale(given, name, scale)
    if IN_ORDER not in question.pass_option:
        return ask_scale(given, name, key)
    words_in_order = st.multiselect(
        _("All answers, from the worst to the best: choose them in that order"),
        list(question.examples),
        accept_new_options=True,
        placeholder=_("the worst one first"),
        key=f"{key}.order",
    )
    return _with_scale(given, name, "<".join(words_in_order))


def _with_scale(given: LoadOptions, name: str, scale: str | None) -> LoadOptions:
    return replace(given, scales={**given.scales, name: scale.strip()}) if scale and scale.strip() else given


def _ask_field(file: Waiting, given: LoadOptions, name: str, asked: str, key: str) -> LoadOptions:
    """Which column fills a field, or one value for every row; an id that all rows share would be no id."""
    headers = _headers(file)
    may_be_empty = re.search(rf"--map {name}=(\s|$)", asked) is not None
    columns = [*headers, LEAVE_EMPTY] if may_be_empty else list(headers)
    column = st.selectbox(
        _("Column of {field}").format(field=plain(name)),
        columns,
        index=None,
        format_func=lambda number: f"{number}: {headers[number]}" if number else _("none: leave it empty"),
        placeholder=_("choose a column"),
        key=f"{key}.column",
    )
    value = ""
    if not any(c.name == name and c.kind is Kind.KEY for table in TABLES.values() for c in table.columns):
        value = st.text_input(
            _("or one value for every row"), key=f"{key}.value", placeholder=_("the same in every row")
        ).strip()
    if column is not None:
        return replace(given, maps={**given.maps, name: column})
    return replace(given, sets={**given.sets, name: value}) if value else given


def _headers(file: Waiting) -> dict[str, str]:
    """Number of a column -> its header; by number, as headers may be missing or double."""
    return {str(p.number): p.header for p in (file.seen.proposals if file.seen else ())}
