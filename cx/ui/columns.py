"""Which column of a file fills which field, and on which scale a score was asked: the controls for it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.ingest.headers import distinct
from cx.ingest.options import LoadOptions
from cx.language import _
from cx.model import TABLES, Kind
from cx.ui.plain import plain
from cx.ui.staging import Staged

SCALES = ("1-5", "5-1", "1-7", "7-1", "0-10", "1-10", "1-4", "0-100")


def ask(file: Staged, table: str, given: LoadOptions, *, apply: bool) -> LoadOptions:
    """Draw a control for every field of a table; returns the options with what was changed.

    apply: False where the person just chose another table, for whose fields these controls are not.
    """
    found = file.seen.mapping if file.seen and file.known_table == table else {}
    names, changed = distinct(file.columns), given
    asked = {question.field for question in file.seen.questions} if file.seen else set()
    st.caption(_("A field without a column (–) stays empty, and a column taken from its field is not used."))
    for column in TABLES[table].columns:
        header = found.get(column.name)
        known = str(names.index(header) + 1) if header in names else None
        title = _("{field} (required)").format(field=column.name) if column.required else column.name
        # The key names what is known: once that changes, the control starts from it and not from an older choice.
        key = f"{file.token}.{table}.{column.name}.{known}"
        chosen = choose(file, title, known, key=key, about=column.about)
        if chosen != known and not (column.name in asked and column.name in given.mapped):
            changed = replace(changed, maps={**changed.maps, column.name: chosen or ""})
        if column.kind is Kind.SCORE and column.name in found and column.name not in asked:
            changed = ask_scale(changed, column.name, f"{file.token}.{column.name}.known")
    return changed if apply else given


def choose(file: Staged, label: str, known: str | None, *, key: str, about: str = "") -> str | None:
    """A choice among the file's columns, by number: headers may be missing or double. None: no column."""
    numbers = [str(number) for number in range(1, len(file.columns) + 1)]
    chosen = st.selectbox(
        label,
        ["", *numbers],
        index=numbers.index(known) + 1 if known else 0,
        format_func=lambda number: f"{number}: {file.columns[int(number) - 1]}" if number else "–",
        help=about or None,
        key=key,
    )
    return chosen or None


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
