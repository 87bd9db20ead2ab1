"""The dictionary: every metric of the registry and every canonical table, generated from what the code uses."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.language import N_, Words, _
from cx.metrics.base import Metric
from cx.model import Kind, Table, called
from cx.ui.plain import plain
from cx.ui.states import template_button
from cx.ui.table_words import BETTER, UNITS

YES = "✓"
KINDS = Words(
    {
        Kind.KEY: N_("key"),
        Kind.LABEL: N_("label"),
        Kind.TIME: N_("time"),
        Kind.MONEY: N_("money"),
        Kind.NUMBER: N_("number"),
        Kind.SCORE: N_("score"),
        Kind.YESNO: N_("yesno"),
        Kind.COMMENT: N_("comment"),
        Kind.EMAIL: N_("email"),
    }
)
"""What a column holds, in a word."""


def metric(one: Metric) -> None:
    """One metric: question, definition, formula, unit, what it needs, source."""
    said = one.said
    with st.expander(f"**{plain(said.title)}** · {plain(said.question)}"):
        lines = [
            plain(said.definition),
            _("**Formula** {text}").format(text=plain(said.formula)),
            _("**Unit** {text} · **better** {better} · **needs** {inputs}").format(
                text=plain(UNITS[one.unit]), better=BETTER[one.better], inputs=plain(needs(one))
            ),
            *(forms(one) if one.variants else ()),
            _("**Source** {text}").format(text=plain(one.source)),
            _("**In the command** `cx metric {name}`").format(name=one.name),
        ]
        st.markdown("\n\n".join(lines))


def needs(one: Metric) -> str:
    """The tables a metric needs: all of these, and at least one of those; of a metric with forms each says its own."""
    if one.variants:
        return _("by form, see below")
    beside = (
        [_("at least one of {tables}").format(tables=", ".join(map(called, one.inputs_any)))] if one.inputs_any else []
    )
    return _(" and ").join([", ".join(map(called, one.inputs)), *beside])


def forms(one: Metric) -> list[str]:
    """The forms a metric can be asked in, each with its unit and what it needs."""
    told = [
        _("{title} (`--of {of}`, {unit}, needs {inputs})").format(
            title=plain(form.said.title), of=of, unit=plain(UNITS[form.unit]), inputs=plain(needs(form))
        )
        for of, form in one.variants.items()
    ]
    return [_("**Forms** {forms}").format(forms="; ".join(told))]


def table(one: Table) -> None:
    """One canonical table: its columns and its template."""
    with st.expander(f"**{plain(one.name)}** · {plain(_(one.about))}"):
        st.dataframe(columns(one), hide_index=True, alt=_("Columns of {table}").format(table=called(one.name)))
        template_button(one)


def columns(one: Table) -> pd.DataFrame:
    """A line per column: name, kind, required, key, about."""
    return pd.DataFrame(
        {
            _("column"): one.names,
            _("kind"): [KINDS[c.kind] for c in one.columns],
            _("required"): [YES if c.required else "" for c in one.columns],
            _("key"): [YES if c.name in one.key else "" for c in one.columns],
            _("about"): [_(c.about) for c in one.columns],
        }
    )


def mentions_metric(one: Metric, wanted: str) -> bool:
    """Whether a metric mentions all the words that are searched."""
    said = one.said
    text = " ".join((one.name, said.title, said.question, said.definition, said.formula, one.source, one.unit))
    return _mentions(text, wanted)


def mentions_table(one: Table, wanted: str) -> bool:
    """Whether a table or one of its columns mentions all the words that are searched."""
    return _mentions(" ".join((one.name, _(one.about), *(f"{c.name} {_(c.about)}" for c in one.columns))), wanted)


def _mentions(text: str, wanted: str) -> bool:
    haystack = text.lower().replace("_", " ")
    return all(word in haystack for word in wanted.lower().replace("_", " ").split())
