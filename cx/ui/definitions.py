"""The dictionary of figures: every metric of the registry, as the code has it, and the link to it from a card."""

from __future__ import annotations

import streamlit as st

from cx.language import _
from cx.metrics.base import Metric
from cx.model import called
from cx.ui.links import coloured, query_params
from cx.ui.page import Page
from cx.ui.page_table import DEFINITIONS
from cx.ui.plain import plain
from cx.ui.table_words import BETTER, UNITS


def link(page: Page, one: Metric) -> None:
    """The link to what a figure means, in the view of the page that shows it."""
    st.page_link(
        DEFINITIONS.file, label=coloured(_("Definition")), query_params=query_params(page.view) | {"metric": [one.name]}
    )


def metric(one: Metric, *, opened: bool = False) -> None:
    """One metric: question, definition, formula, unit, what it needs, source. opened: as a link to it asks."""
    said = one.said
    with st.expander(f"**{plain(said.title)}** · {plain(said.question)}", expanded=opened):
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


def metric_text(one: Metric) -> str:
    """All that is said of a metric, for the search."""
    said = one.said
    forms_told = (f"{form.said.title} {form.said.definition}" for form in one.variants.values())
    texts = (one.name, said.title, said.question, said.definition, said.formula, one.source, one.unit, *forms_told)
    return " ".join(texts)


def mentions(text: str, wanted: str) -> bool:
    """Whether a text mentions all the words that are searched."""
    haystack = text.lower().replace("_", " ")
    return all(word in haystack for word in wanted.lower().replace("_", " ").split())
