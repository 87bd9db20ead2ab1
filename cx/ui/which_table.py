"""The answer to “which table does the file hold?”: what was suggested, or a table and the columns it lacks."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import streamlit as st

from cx.ingest.options import LoadOptions
from cx.language import _
from cx.model import TABLES
from cx.ui.plain import plain

OPEN = "COLUMN"
"""What stands for a column that the suggestion does not know."""


def ask(pass_option: str, headers: Mapping[str, str], given: LoadOptions, key: str) -> LoadOptions:
    """The options with the table and what it needs. pass_option: `--as orders --map amount=5 --map order_id=COLUMN`.

    headers: number of a column -> its header.
    """
    suggested, maps = _suggestion(pass_option)
    known = {name: column for name, column in maps.items() if column != OPEN}
    agreed = bool(known) and st.checkbox(
        _("Yes, it holds {table}: {columns}").format(
            table=plain(suggested or ""), columns=plain(", ".join(f"{name} = {c}" for name, c in known.items()))
        ),
        key=f"{key}.agreed",
    )
    table = st.selectbox(
        _("Otherwise it holds") if known else _("The file holds"),
        list(TABLES),
        index=None,
        format_func=lambda name: f"{name} – {_(TABLES[name].about)}",
        placeholder=_("choose what a row of it is"),
        key=f"{key}.table",
    )
    chosen = _ask_columns([n for n, column in maps.items() if column == OPEN], suggested or "", headers, key)
    if table is None and (agreed or chosen):
        table = suggested
    if table is None:
        return given
    said = {**(known if agreed else {}), **chosen} if table == suggested else {}
    return replace(given, table=table, maps={**given.maps, **said})


def _ask_columns(lacking: list[str], table: str, headers: Mapping[str, str], key: str) -> dict[str, str]:
    """The columns of the fields that the closest table lacks."""
    found = {}
    for name in lacking:
        column = st.selectbox(
            _("If it is {table}: the column of {field}").format(table=plain(table), field=plain(name)),
            list(headers),
            index=None,
            format_func=lambda number: f"{number}: {headers[number]}",
            placeholder=_("choose a column"),
            key=f"{key}.{name}.column",
        )
        if column:
            found[name] = column
    return found


def _suggestion(pass_option: str) -> tuple[str | None, dict[str, str]]:
    """The table that fits best, and field -> column as far as they are known."""
    try:
        words = shlex.split(pass_option)
    except ValueError:
        return None, {}
    pairs = list(pairwise(words))
    tables = [value for option, value in pairs if option == "--as" and value in TABLES]
    maps = [value.partition("=") for option, value in pairs if option == "--map"]
    return (tables[0] if tables else None), {name: column for name, _sign, column in maps}
